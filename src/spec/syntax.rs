//! What is wrong with a file that is not TOML, and what it was probably meant to be.

use toml::{
    Spanned,
    de::{DeTable, Error},
};
use toml_parser::{Source as Toml, lexer::TokenKind as Kind};

use super::codes::{DUPLICATE_KEY, SYNTAX};
use crate::{
    diag::{Diagnostic, Diagnostics, Edit, Reported, shown},
    source::{Source, Span},
};

/// More would follow from the first.
const MAX_FINDINGS: usize = 5;

/// Bytes of a large file that are looked at before the rest: the parser keeps every error, and a file may be full of them.
const BEGINNING: usize = 1 << 14;

/// The table that a file is.
pub(super) fn table<'s>(
    source: &'s Source,
    diags: &mut Diagnostics,
) -> Result<Spanned<DeTable<'s>>, Reported> {
    read(source, BEGINNING).map_err(|errors| report(source, &errors, diags))
}

/// The first error of each line with its place, of as much of a file as has more than are shown.
struct Errors {
    first: Vec<(Span, Error)>,
    is_all: bool,
}

fn read(source: &Source, beginning: usize) -> Result<Spanned<DeTable<'_>>, Errors> {
    let text = source.text();
    let mut limit = beginning;
    loop {
        let end = statements(text, limit);
        let (table, errors) = DeTable::parse_recoverable(text.get(..end).unwrap_or(text));
        let is_all = end == text.len();
        if is_all && errors.is_empty() {
            return Ok(table);
        }
        let first = first_of_lines(source, errors);
        if is_all || first.len() > MAX_FINDINGS {
            return Err(Errors { first, is_all });
        }
        limit = if first.is_empty() { text.len() } else { limit.saturating_mul(2) };
    }
}

/// One mistake makes the parser stumble over what follows in the line.
fn first_of_lines(source: &Source, errors: Vec<Error>) -> Vec<(Span, Error)> {
    let mut unplaced = None;
    let mut placed = |error: &Error| match error.span() {
        Some(span) => Span::from(span),
        None => *unplaced.get_or_insert_with(|| deepest(source)),
    };
    let with_place = |error: Error| (placed(&error), error);
    let mut found: Vec<(Span, Error)> = errors.into_iter().map(with_place).collect();
    found.sort_by_key(|(span, _)| source.line(span.start));
    found.dedup_by_key(|(span, _)| source.line(span.start));
    found
}

/// Where the last line within the limit ends that no value goes on after, so that what is before it reads as it does in the
/// whole text; the end of the text where there is none.
fn statements(text: &str, limit: usize) -> usize {
    if limit >= text.len() {
        return text.len();
    }
    let (mut is_value, mut open, mut end) = (false, 0_usize, text.len());
    let beginning = text.get(..text.floor_char_boundary(limit)).unwrap_or(text);
    for token in Toml::new(beginning).lex() {
        let kind = token.kind();
        if kind == Kind::Equals {
            is_value = true;
        } else if matches!(kind, Kind::LeftCurlyBracket | Kind::LeftSquareBracket) {
            // A table's name ends with its line.
            open += usize::from(is_value);
        } else if matches!(kind, Kind::RightCurlyBracket | Kind::RightSquareBracket) {
            open = open.saturating_sub(1);
        } else if kind == Kind::Newline && open == 0 {
            (is_value, end) = (false, token.span().end());
        }
    }
    end
}

/// At most five findings.
fn report(source: &Source, errors: &Errors, diags: &mut Diagnostics) -> Reported {
    if let Some(finding) = other_language(source) {
        return diags.error(finding.after(source.base()));
    }
    let mut reported = None;
    for (span, error) in errors.first.iter().take(MAX_FINDINGS) {
        let finding = finding(source, error.message(), *span);
        reported = Some(diags.error(finding.after(source.base())));
    }
    errors.first.iter().skip(MAX_FINDINGS).for_each(|_| diags.leave_out(&SYNTAX));
    if !errors.is_all {
        diags.leave_out_more();
    }
    reported.unwrap_or_else(|| {
        diags.error(Diagnostic::new(&SYNTAX, source.top(), "this is not TOML").help(LINE))
    })
}

fn finding(source: &Source, message: &str, span: Span) -> Diagnostic {
    let text = source.text().get(span.start..span.end).unwrap_or_default();
    if message.starts_with("duplicate key") {
        return Diagnostic::new(&DUPLICATE_KEY, span, format!("`{}` stands twice", shown(text)))
            .help("keep one of the two");
    }
    if let Some(quotes) = curly(source, span)
        && let [(place, quote), ..] = quotes.as_slice()
    {
        let straight = if matches!(quote, '‘' | '’') { '\'' } else { '"' };
        let finding = Diagnostic::new(&SYNTAX, *place, format!("`{quote}` does not quote text"))
            .note("an editor for prose makes curly quotes of straight ones");
        let help = format!("write straight quotes: {straight}");
        let line = source.line(place.start);
        let line = source.text().get(source.start_of(line)..source.start_of(line + 1));
        let has_straight = line.is_some_and(|line| line.contains(['"', '\'']));
        // Two in a line are those around a text; of others nobody knows.
        return if quotes.len() == 2 && !has_straight {
            let places = quotes.iter().map(|(place, _)| (*place, straight.to_string()));
            finding.help_by(help, Edit::replace_all(places))
        } else {
            finding.help(help)
        };
    }
    let value = value_at(source, span);
    let finding =
        |words: &str| Diagnostic::new(&SYNTAX, span, words).note("a topology is a TOML file");
    if let Some((words, help, edit)) = without_quotes(source, message, value) {
        return match edit {
            Some(edit) => finding(words).help_by(help, edit),
            None => finding(words).help(help),
        };
    }
    let (words, help) = in_words(message);
    finding(words).help(help)
}

/// Beginnings of the parser's messages, in the words of people, and what to write instead.
const WORDS: [(&str, &str, &str); 16] = [
    ("cannot recurse further", "this is nested too deeply", DEPTH),
    ("extra `=`", "there is one `=` too many", "remove it; text that holds `=` stands in quotes"),
    ("extra comma", "there is one comma too many", "remove the comma"),
    (
        "invalid basic string",
        TEXT,
        "end the text with `\"`; write `\\\\` for a backslash, and no control characters",
    ),
    ("invalid literal string", TEXT, "end the text with `'`, and use no control characters"),
    ("key with no value", "there is no `=` after the key", LINE),
    ("missing comma", "there is no comma here", "put a comma between the two"),
    ("missing escaped value", "this backslash means nothing", "write `\\\\` for a backslash"),
    ("missing value", "there is no value after the `=`", "write one, such as `key = \"text\"`"),
    ("recursion limit", "the key has too many parts", DEPTH),
    ("unclosed array", "the list does not end", "end the list with `]`"),
    ("unclosed array table", "the table's name does not end", "end it with `]]`"),
    ("unclosed inline table", "the table does not end", "end the table with `}`"),
    ("unclosed table", "the table's name does not end", "end it with `]`"),
    (
        "unexpected key or value",
        "something stands after the value",
        "put what belongs together in quotes, and another key in a line of its own",
    ),
    (
        "unexpected leading zero",
        "a number does not begin with 0",
        "leave out the zeros, or put it in quotes if it is text",
    ),
];

const DEPTH: &str = "80 levels are the most, and no topology needs more than 4";
const LINE: &str = "a line is `key = value`, `[table]`, or a comment after `#`";
const TEXT: &str = "the text does not end in this line, or holds what text cannot hold";

/// What is wrong with a text that has no quotes, what to write instead, and the edit that does it.
fn without_quotes(
    source: &Source,
    message: &str,
    value: Span,
) -> Option<(&'static str, String, Option<Edit>)> {
    let starts = [
        "string values must be quoted",
        "invalid float",
        "invalid boolean",
        "invalid integer",
        "invalid date",
    ];
    if !starts.iter().any(|start| message.starts_with(start)) {
        return None;
    }
    let text = source.text().get(value.start..value.end).unwrap_or_default();
    let rest = source.text().get(value.end..).unwrap_or_default();
    // What stands behind it may belong to it.
    let rest = rest.trim_start_matches([' ', '\t']);
    let is_whole = rest.is_empty() || rest.starts_with(['\n', '\r', '#', ',', ']', '}']);
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-._:/@".contains(c));
    let edit = |edit: Edit| (is_whole && plain && !text.is_empty()).then_some(edit);
    let lower = text.to_ascii_lowercase();
    if matches!(lower.as_str(), "null" | "none" | "nil" | "~") {
        let edit = edit(Edit::remove(value));
        return Some(("TOML has no empty value", "leave the key out".to_owned(), edit));
    }
    let meant = match lower.as_str() {
        "true" | "yes" | "on" => "true".to_owned(),
        "false" | "no" | "off" => "false".to_owned(),
        _ => format!("\"{}\"", shown(text)),
    };
    let help = format!("write `{meant}`");
    Some(("text stands in quotes", help, edit(Edit::replace(value, meant))))
}

/// The parser's message in the words of people, and what to write instead.
fn in_words(message: &str) -> (&'static str, &'static str) {
    // The longest beginning counts: an array table is not an array.
    let known = WORDS.iter().filter(|(start, _, _)| message.starts_with(start));
    let known = known.max_by_key(|(start, _, _)| start.len());
    known.map_or(("this is not TOML", LINE), |(_, words, help)| (*words, *help))
}

/// The whole value of which the parser refuses a part.
fn value_at(source: &Source, span: Span) -> Span {
    let ends = |c: char| c.is_whitespace() || ",[]{}=#\"'".contains(c);
    let text = source.text();
    let place = text.floor_char_boundary(span.start);
    let before = text.get(..place).unwrap_or_default();
    let start = before.rfind(ends).map_or(0, |at| text.ceil_char_boundary(at + 1));
    let value = text.get(start..).unwrap_or_default();
    Span { start, end: start + value.find(ends).unwrap_or(value.len()) }
}

/// The curly quotes in the line of a finding, with their places.
fn curly(source: &Source, span: Span) -> Option<Vec<(Span, char)>> {
    let line = source.line(span.start);
    let (start, end) = (source.start_of(line), source.start_of(line + 1));
    let quotes = source.text().get(start..end)?.char_indices();
    let quotes = quotes.filter(|(_, c)| "“”„‟‘’«»".contains(*c)).map(|(offset, quote)| {
        let place = start + offset;
        (Span { start: place, end: place + quote.len_utf8() }, quote)
    });
    let quotes: Vec<_> = quotes.collect();
    (!quotes.is_empty()).then_some(quotes)
}

/// The line with the most dots: the parser does not say which key has too many parts.
fn deepest(source: &Source) -> Span {
    let mut place = Span::default();
    let mut most = 0;
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let dots = line.matches('.').count();
        if dots > most {
            most = dots;
            place = Span { start, end: start + line.trim_end().len() };
        }
        start += line.len();
    }
    place
}

/// The finding for a file that is written in another language altogether: one is enough.
fn other_language(source: &Source) -> Option<Diagnostic> {
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let text = line.trim();
        let place = Span { start, end: start + line.trim_end().len() };
        start += line.len();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let (language, help) = match text.split_once(':') {
            _ if text.starts_with('{') => {
                ("JSON", "write `key = value` lines, without braces around them".to_owned())
            }
            _ if text == "---" => {
                ("YAML", "write `key = value` lines and `[table]` lines".to_owned())
            }
            Some((key, value)) if is_word(key) && (value.is_empty() || value.starts_with(' ')) => {
                let value = value.trim();
                let help = if value.is_empty() {
                    format!("write `[{key}]`")
                } else {
                    format!("write `{key} = \"{}\"`", shown(value.trim_matches(['"', '\''])))
                };
                ("YAML", help)
            }
            _ => return None,
        };
        let message = format!("this looks like {language}");
        let help = format!("{help}; `topogen init` writes a file to start from");
        return Some(
            Diagnostic::new(&SYNTAX, place, message).note("a topology is a TOML file").help(help),
        );
    }
    None
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces of files that are right and of files that are not.
    const PIECES: [&str; 24] = [
        "a = 1",
        "b",
        "=",
        "[",
        "]",
        "[t]",
        "{",
        "}",
        ",",
        "\"",
        "\"\"\"",
        "'",
        "'''",
        "x = [",
        "y = { z = 1",
        "k = nothing",
        "# comment",
        " ",
        "\\",
        ".",
        "a.b = 2",
        "“c” = 1",
        "[[l]]",
        "0x",
    ];

    fn text(pieces: &[(usize, u8)]) -> String {
        let end = |after: u8| if after == 0 { "" } else { "\n" };
        pieces.iter().flat_map(|(piece, after)| [PIECES[*piece], end(*after)]).collect()
    }

    proptest! {
        /// What is shown first of a file does not depend on how much of it is read. What follows may: after a mistake the
        /// parser goes on where it can.
        #[test]
        fn a_beginning_shows_what_the_whole_shows_first(
            pieces in prop::collection::vec((0..PIECES.len(), 0..4_u8), 0..60),
            beginning in 1..200_usize,
        ) {
            let source = Source::new("t.toml", text(&pieces));
            let shown = |beginning| {
                let errors = read(&source, beginning).err().map_or_else(Vec::new, |it| it.first);
                errors.into_iter().next().map(|(span, error)| (error.message().to_owned(), span))
            };
            prop_assert_eq!(shown(beginning), shown(usize::MAX));
        }
    }
}
