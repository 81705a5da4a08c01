//! Unified diffs.
//!
//! In: a path and the contents before and after. Out: text that `git apply` and `patch -p1` take; of bytes, the
//! words of `diff`.

use similar::{Algorithm, TextDiff};

use super::content::Content;

/// Describes one file's change; missing content is a file that does not exist.
pub(super) fn unified<'c>(
    path: &str,
    old: Option<&'c Content>,
    new: Option<&'c Content>,
) -> String {
    let name = |side, content: Option<&Content>| {
        content.map_or_else(|| "/dev/null".to_owned(), |_| format!("{side}/{path}"))
    };
    let (before, after) = (name("a", old), name("b", new));
    // A file that does not exist is empty text.
    let text = |content: Option<&'c Content>| content.map_or(Some(""), Content::text);
    let (Some(old), Some(new)) = (text(old), text(new)) else {
        return format!("Binary files {before} and {after} differ\n");
    };
    lines(old, new, (&before, &after))
}

/// Describes the change of one text.
#[must_use]
pub fn texts(path: &str, old: &str, new: &str) -> String {
    lines(old, new, (&format!("a/{path}"), &format!("b/{path}")))
}

fn lines(old: &str, new: &str, (before, after): (&str, &str)) -> String {
    // Patience keeps whole blocks together. No deadline: the output must not depend on the clock.
    TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .diff_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(before, after)
        .to_string()
}
