//! String literals: the only place that writes a quote character.
//!
//! In: any text. Out: an HCL literal that evaluates to that text and to nothing else: no interpolation, no
//! directive, no way out of the quotes. Assumes nothing about the text. One thing no literal can say:
//! Terraform normalises every string to Unicode NFC, so `e` + U+0301 is read back as `é`.
//!
//! hcl-rs 0.20 escapes a marker only if no other marker character comes right before it, which is why topogen
//! does not use its escaping.

use std::fmt::Write as _;

use super::bytes::{ITSELF, is};

/// Quotes a text.
///
/// `$` and `%` are doubled only right before `{`: in HCL `$^n${` reads as n dollars and `${`, and `$` anywhere
/// else is itself.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text);
    out
}

/// Writes a text in its quotes.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    // Most text has nothing to escape.
    if text.bytes().all(|byte| is(byte, ITSELF)) {
        out.push_str(text);
    } else {
        push_escaped(out, text);
    }
    out.push('"');
}

fn push_escaped(out: &mut String, text: &str) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if chars.peek() == Some(&'{') => out.extend([c, c]),
            c if is_unseen(c) => push_code(out, c),
            c => out.push(c),
        }
    }
}

/// Controls, and what a reviewer cannot see or is misled by: zero-width and line-separating characters,
/// bidirectional overrides (<https://trojansource.codes>), the byte order mark, tags.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn push_code(out: &mut String, c: char) {
    // Writing to a string cannot fail.
    _ = match u32::from(c) {
        code @ ..=0xffff => write!(out, "\\u{code:04x}"),
        code => write!(out, "\\U{code:08x}"),
    };
}

/// Texts that have broken writers of HCL, for the tests of this package and of the one that runs Terraform.
pub const NASTY: [&str; 46] = [
    "",
    " ",
    "\"",
    "\\",
    "\\\"",
    "\\n",
    "\\u0041",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "a\0b",
    "\u{1}\u{1f}\u{7f}\u{80}\u{85}\u{9f}",
    "$",
    "%",
    "{",
    "}",
    "$$",
    "${",
    "%{",
    "$${",
    "%%{",
    "$$${",
    "$%{",
    "%${",
    "${}",
    "${x}",
    "${x}%${var.secret}",
    "$${x}$%{if true}$${",
    "%{ if true }yes%{ endif }",
    "${\"${x}\"}",
    "\"}\nresource \"x\" \"y\" {}",
    "\" + var.secret + \"",
    "~}${~x~}",
    "<<EOT\n${x}\nEOT\n",
    "EOT",
    "# comment",
    "// comment",
    "/* comment */",
    "{{ x }}{% raw %}{# #}",
    "\u{feff}bom",
    "line\u{2028}separator\u{2029}",
    "\u{202e}rtl\u{2066}",
    "zero\u{200b}width\u{200d}",
    "\u{1f600}\u{e0041}\u{10ffff}\u{fffd}\u{ffff}",
    "ünïcödé 漢字 é",
];

#[cfg(test)]
mod tests {
    use super::*;
    use hcl::edit::expr::Expression;
    use proptest::prelude::*;

    /// Parses a literal; anything but a plain string, as with an interpolation, is none.
    fn evaluate(literal: &str) -> Option<String> {
        let expression: Expression = literal.parse().ok()?;
        expression.as_str().map(str::to_owned)
    }

    #[test]
    fn markers_are_doubled_only_before_a_brace() {
        assert_eq!(quote("$5 and 5%"), r#""$5 and 5%""#);
        assert_eq!(quote("$${x}%${y}"), r#""$$${x}%$${y}""#);
        assert_eq!(quote("$%{"), r#""$%%{""#);
    }

    #[test]
    fn controls_and_unseen_characters_are_written_as_escapes() {
        assert_eq!(quote("a\u{0}\u{7f}\u{85}"), r#""a\u0000\u007f\u0085""#);
        assert_eq!(quote("\u{202e}\u{feff}\u{2028}\u{e0041}"), r#""\u202e\ufeff\u2028\U000e0041""#);
        assert_eq!(quote("é 漢 \u{1f600}"), "\"é 漢 \u{1f600}\"");
    }

    #[test]
    fn a_literal_is_one_line() {
        for text in NASTY {
            assert_eq!(quote(text).lines().count(), 1);
        }
    }

    #[test]
    fn every_nasty_text_evaluates_to_itself() {
        for text in NASTY {
            assert_eq!(evaluate(&quote(text)).as_deref(), Some(text), "{}", quote(text));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn any_text_evaluates_to_itself(text in any::<String>()) {
            prop_assert_eq!(evaluate(&quote(&text)), Some(text));
        }

        #[test]
        fn any_mix_of_markers_evaluates_to_itself(text in r#"[$%{}"\\~a\n]{0,24}"#) {
            prop_assert_eq!(evaluate(&quote(&text)), Some(text));
        }
    }
}
