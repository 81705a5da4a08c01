//! Deserialising with recovery: every value that does not fit is a finding, not only the first.

use std::mem;

use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeArray, DeValue, Error, ValueDeserializer},
};

use super::{UNKNOWN_KEY, WRONG_VALUE};
use crate::{
    diag::{Diagnostic, Diagnostics, Reported, closest},
    source::Span,
};

/// More findings than this in one table are noise.
const MAX_FINDINGS: usize = 20;

/// Deserialises a `T`. After an error the offending entry is taken out and the rest is tried
/// again, so `Ok` may be a `T` with gaps; the errors are in `diags`.
///
/// `also_known` are names that exist beside the fields of `T`, for "did you mean".
pub(crate) fn read<'de, T: Deserialize<'de>>(
    mut value: Spanned<DeValue<'de>>,
    also_known: &[&'static str],
    diags: &mut Diagnostics,
) -> Result<T, Reported> {
    let mut findings = 0;
    loop {
        let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(read) => return Ok(read),
            Err(error) => error,
        };
        let span: Span = error.span().unwrap_or_else(|| value.span()).into();
        let reported = diags.error(describe(&error, span, also_known));
        findings += 1;
        match take_out(&mut value, span) {
            Some(key) if findings < MAX_FINDINGS => diags.set_wrong(key),
            Some(_) | None => return Err(reported),
        }
    }
}

/// Takes the entry at `span` (its key or its value) out of the table that holds it, and names it.
fn take_out(value: &mut Spanned<DeValue<'_>>, span: Span) -> Option<String> {
    match value.get_mut() {
        DeValue::Table(table) => {
            let hit = |(key, entry): &(&Spanned<_>, &Spanned<_>)| {
                Span::from(key.span()) == span || Span::from(entry.span()) == span
            };
            if let Some(key) = table.iter().find(hit).map(|(key, _)| key.get_ref().to_string()) {
                table.remove(key.as_str());
                return Some(key);
            }
            table.iter_mut().find_map(|(_, entry)| take_out(entry, span))
        }
        DeValue::Array(array) => {
            let before = array.len();
            let items = mem::replace(array, DeArray::new()).into_iter();
            *array = items.filter(|item| Span::from(item.span()) != span).collect();
            if array.len() < before {
                return Some(String::new());
            }
            array.iter_mut().find_map(|item| take_out(item, span))
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

/// serde's words as a finding.
fn describe(error: &Error, span: Span, also_known: &[&'static str]) -> Diagnostic {
    let message = error.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let name = quoted.next().unwrap_or(rest);
        let known: Vec<&str> = quoted.chain(also_known.iter().copied()).collect();
        return unknown(
            Diagnostic::new(&UNKNOWN_KEY, span, format!("unknown key `{name}`")),
            name,
            &known,
        );
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let name = quoted.next().unwrap_or(rest);
        let known: Vec<&str> = quoted.collect();
        return unknown(
            Diagnostic::new(&WRONG_VALUE, span, format!("`{name}` is not a value of this key")),
            name,
            &known,
        );
    }
    Diagnostic::new(&WRONG_VALUE, span, in_words(message))
}

/// serde's message without the names of Rust types.
fn in_words(message: &str) -> String {
    let message = message.replace('\n', ", ");
    let types = ["expected u8", "expected u16", "expected u32"];
    match types.iter().find_map(|known| message.strip_suffix(known)) {
        Some(start) => format!("{start}expected a whole number that is not negative or too large"),
        None => message,
    }
}

fn unknown(diagnostic: Diagnostic, name: &str, known: &[&str]) -> Diagnostic {
    match closest(name, known.iter().copied()) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None if known.is_empty() => diagnostic,
        None => diagnostic.help(format!("one of: {}", known.join(", "))),
    }
}
