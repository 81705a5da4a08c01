//! Texts of which every character is seen.

/// The same, in which nothing acts on a terminal or turns the order of what is read: topologies and files of people have any
/// character.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '"' | '\'' | '\\' => out.push(c),
            c => out.extend(c.escape_debug()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_and_letters_stay() {
        assert_eq!(visible("a \"é\" × …\n\\'"), "a \"é\" × …\n\\'");
        for (text, seen) in [
            ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{1b}[31m", "\\u{1b}[31m"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("a\r", "a\\r"),
            ("\u{200b}", "\\u{200b}"),
        ] {
            assert_eq!(visible(text), seen);
        }
    }
}
