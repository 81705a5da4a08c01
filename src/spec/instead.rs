//! What to write instead of what does not fit.

use toml::{Spanned, de::DeValue};

use super::expected::{self, Expected, Keys, Range};
use crate::{
    diag::{Diagnostic, Edit, Meant, meant, shown},
    source::{Source, Span},
    words::WRONG_VALUE,
};

/// The finding at a value that its key does not take; none where it fits, or where serde has to decide.
pub(super) fn wrong(
    source: &Source,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    expected: &Expected<'_>,
    path: &[String],
    is_item: bool,
) -> Option<Diagnostic> {
    let (span, found) = (Span::from(value.span()), value.get_ref());
    let finding = |message: String| Diagnostic::new(&WRONG_VALUE, span, message);
    let key = shown(key);
    match (expected, found) {
        (Expected::Whole(range) | Expected::Number(range), DeValue::Integer(number)) => {
            let fits = expected::whole(number).is_some_and(|number| range.holds(number));
            return (!fits).then(|| beyond(finding, &key, &number.to_string(), *range));
        }
        (Expected::Number(range), DeValue::Float(number)) => {
            let fits = expected::decimal(number).is_some_and(|number| range.holds(number));
            return (!fits).then(|| beyond(finding, &key, &number.to_string(), *range));
        }
        (Expected::Word(words), DeValue::String(word)) => {
            return (!words.contains(&word.as_ref())).then(|| {
                let finding = finding(format!("`{}` is not a value of `{key}`", shown(word)));
                match meant(word, words.iter().copied()) {
                    Some(Meant { word, is_certain }) => finding.help_by(
                        format!("did you mean `{word}`?"),
                        Edit::word(span, word).certain_if(is_certain),
                    ),
                    None => finding.help(format!("one of: {}", words.join(", "))),
                }
            });
        }
        _ if expected.takes(found) => return None,
        _ => {}
    }
    let whose = if is_item { "an item of " } else { "" };
    let message =
        format!("{whose}`{key}` takes {}; this is {}", expected.in_words(), expected::found(found));
    let Span { start, end } = span.within(source);
    let raw = source.text().get(start..end).unwrap_or_default();
    let finding = finding(message);
    Some(match edit(raw, found, expected) {
        Some((text, edit)) => {
            let is_certain = !matches!(expected, Expected::Text) || is_text(raw, &key, path);
            finding.show(text, Edit::replace(span, edit).certain_if(is_certain))
        }
        None => finding.help(help(&key, raw, found, expected, path)),
    })
}

fn beyond(
    finding: impl Fn(String) -> Diagnostic,
    key: &str,
    number: &str,
    range: Range,
) -> Diagnostic {
    finding(format!("`{key}` cannot be {}", shown(number)))
        .help(format!("write {}", range.in_words("a number")))
}

/// Whether a value in quotes is sure to be a text that its key takes.
fn is_text(raw: &str, key: &str, path: &[String]) -> bool {
    // `1_000` and `0xff` are numbers, and as texts they would be something else.
    let plain = raw.chars().all(|c| c.is_ascii_alphanumeric() || "-+.:".contains(c));
    let free = matches!(path.last().map(String::as_str), Some("tags" | "environment"));
    let digits = raw.len() == 12 && raw.bytes().all(|byte| byte.is_ascii_digit());
    plain && !raw.starts_with("0x") && !raw.starts_with("0o") && !raw.starts_with("0b") && free
        || key == "account_id" && digits
}

/// The edit that says the same as it was meant.
fn edit(raw: &str, found: &DeValue<'_>, expected: &Expected<'_>) -> Option<(&'static str, String)> {
    let number = |text: &str, range: &Range| {
        let parsed = text.parse::<f64>().ok();
        parsed.is_some_and(|number| range.holds(number))
    };
    match (expected, found) {
        (Expected::Whole(range), DeValue::String(text)) => {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let fits = digits && (text == "0" || !text.starts_with('0')) && number(text, range);
            fits.then(|| ("write the number without quotes", text.to_string()))
        }
        (Expected::Whole(range), DeValue::Float(float)) => {
            let (whole, decimals) = float.as_str().split_once('.')?;
            let fits = decimals.bytes().all(|byte| byte == b'0') && number(whole, range);
            fits.then(|| ("write it without decimals", whole.to_owned()))
        }
        (Expected::Number(range), DeValue::String(text)) => {
            let decimal = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let formed = text.starts_with(|c: char| c.is_ascii_digit()) && !text.ends_with('.');
            let leading = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
            let fits = decimal && formed && !leading && number(text, range);
            fits.then(|| ("write the number without quotes", text.to_string()))
        }
        (
            Expected::Text,
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_),
        ) => Some(("put it in quotes", format!("\"{raw}\""))),
        (Expected::Truth, DeValue::String(text)) => {
            let truth = match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => "true",
                "false" | "no" | "off" => "false",
                _ => return None,
            };
            Some(("write it without quotes", truth.to_owned()))
        }
        (Expected::List(items), found)
            if Expected::of(*items).takes(found) && !found.is_table() =>
        {
            Some(("put it in a list", format!("[{raw}]")))
        }
        _ => None,
    }
}

fn help(
    key: &str,
    raw: &str,
    found: &DeValue<'_>,
    expected: &Expected<'_>,
    path: &[String],
) -> String {
    match expected {
        Expected::Table(keys) => table(key, raw, found, *keys, path),
        Expected::List(_) => format!("write a list: `{key} = [\"…\"]`"),
        Expected::Text => format!("write one text in quotes: `{key} = \"…\"`"),
        Expected::Word(words) => format!("write one of: \"{}\"", words.join("\", \"")),
        Expected::Whole(range) => number(found, &range.in_words("a whole number")),
        Expected::Number(range) => number(found, &range.in_words("a number")),
        Expected::Truth | Expected::Anything => {
            "write `true` or `false`, without quotes".to_owned()
        }
    }
}

fn number(found: &DeValue<'_>, what: &str) -> String {
    if found.is_str() { format!("write {what}, without quotes") } else { format!("write {what}") }
}

/// How the table is written that was meant.
fn table(key: &str, raw: &str, found: &DeValue<'_>, keys: Keys<'_>, path: &[String]) -> String {
    let full: Vec<&str> = path.iter().map(String::as_str).chain([key]).collect();
    let full = full.join(".");
    match keys.named().map(Expected::of) {
        Some(Expected::Table(_)) if expected::is_of_tables(found) => {
            format!("give each a name and a table of its own: `[{full}.<name>]`")
        }
        Some(Expected::Table(inner)) => {
            let named = expected::texts(found).unwrap_or_default();
            let name = named.first().map_or_else(|| "<name>".to_owned(), |name| shown(name));
            let entry = example(&inner.required());
            format!("write `[{full}]`, and below it a line for each: `{name} = {entry}`")
        }
        Some(_) => format!("write names and values: `{key} = {{ <name> = … }}`"),
        None => {
            // A value alone is probably that of the first key that takes it.
            let takes =
                |name: &&str| keys.property(name).is_some_and(|s| Expected::of(s).takes(found));
            let required = keys.required();
            match keys.names().find(takes) {
                Some(name) if !found.is_array() && raw.len() <= 40 => {
                    format!("write `{key} = {{ {name} = {raw} }}`")
                }
                _ if required.is_empty() => {
                    format!(
                        "write `{key} = {}`",
                        example(&keys.names().take(2).collect::<Vec<_>>())
                    )
                }
                _ => format!("write `{key} = {}`", example(&required)),
            }
        }
    }
}

/// `{ bucket = …, region = … }`
fn example(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("{key} = …")).collect();
    if keys.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", keys.join(", ")) }
}
