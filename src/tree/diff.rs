//! Unified diffs.
//!
//! In: a path and the texts before and after. Out: text that `git apply` and `patch -p1` take.

use similar::{Algorithm, TextDiff};

/// Describes one file's change; a missing text is a file that does not exist.
pub(super) fn unified(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let name = |side, text: Option<&str>| {
        text.map_or_else(|| "/dev/null".to_owned(), |_| format!("{side}/{path}"))
    };
    // Patience keeps whole blocks together. No deadline: the output must not depend on the clock.
    TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .diff_lines(old.unwrap_or_default(), new.unwrap_or_default())
        .unified_diff()
        .context_radius(3)
        .header(&name("a", old), &name("b", new))
        .to_string()
}
