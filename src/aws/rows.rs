//! Tables in TOML, cut into their rows before they are parsed.

/// The rows of a table as texts, each from behind its heading on: one that nobody asks for is not parsed.
pub(super) fn rows(
    table: &'static str,
    heading: &'static str,
) -> impl Iterator<Item = &'static str> {
    table.split(heading).skip(1)
}
