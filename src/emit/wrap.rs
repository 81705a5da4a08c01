//! Lists that are too long for a line.
//!
//! hcl-rs writes all lists of a file on one line each or all of them on many. In: the former. Out: the
//! same with one item to a line where the line would be too long to review.

use std::fmt::Write as _;

/// Longer lines are wrapped.
const WIDTH: usize = 110;

/// Wraps the long lists of a file.
pub(super) fn wrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        match list(line).filter(|_| line.chars().count() > WIDTH) {
            Some((head, items)) => {
                let indent = line.len() - line.trim_start().len();
                // Writing to a string cannot fail.
                _ = writeln!(out, "{head}[");
                for item in items {
                    _ = writeln!(out, "{:indent$}  {item},", "");
                }
                _ = writeln!(out, "{:indent$}]", "");
            }
            None => _ = writeln!(out, "{line}"),
        }
    }
    out
}

/// A line `key = [a, b]` as `key = ` and its items.
fn list(line: &str) -> Option<(&str, Vec<&str>)> {
    let (key, _) = line.split_once(" = [")?;
    if key.contains('"') {
        return None;
    }
    let (head, rest) = line.split_at_checked(key.len() + " = ".len())?;
    let inner = rest.strip_prefix('[')?.strip_suffix(']')?;
    let mut items = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0_usize, false, false);
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' | '{' | '(' if !quoted => depth += 1,
            ']' | '}' | ')' if !quoted => depth = depth.checked_sub(1)?,
            ',' if !quoted && depth == 0 => {
                items.push(inner.get(start..at)?.trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(inner.get(start..)?.trim());
    (depth == 0 && !quoted).then_some((head, items))
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn short_lists_and_other_lines_stay() {
        let text = "  a = [1, 2]\n  b = \"long\"\n}\n";
        assert_eq!(wrap(text), text);
    }

    #[test]
    fn long_lists_get_a_line_for_each_item() {
        let long = "x".repeat(60);
        let text = format!("  a = [\"{long}, ]\", f({long}, 1), \"\\\",\"]\n");
        let expected =
            format!("  a = [\n    \"{long}, ]\",\n    f({long}, 1),\n    \"\\\",\",\n  ]\n");
        assert_eq!(wrap(&text), expected);
    }
}
