//! Deserialising with recovery: every value that does not fit is a finding, not only the first.
//!
//! `spec` has taken out what does not fit the JSON Schema, so what fails here is what only a type of our own
//! can tell: a weight with too many decimals.

use std::mem;

use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeArray, DeValue, Error, ValueDeserializer},
};

use super::field::WRONG_VALUE;
use crate::{
    diag::{Diagnostic, Diagnostics, Reported},
    source::Span,
};

/// More findings than this in one table are noise.
const MAX_FINDINGS: usize = 20;

/// Deserialises a `T`. After an error the offending entry is taken out and the rest is tried
/// again, so `Ok` may be a `T` with gaps; the errors are in `diags`.
pub(crate) fn read<'de, T: Deserialize<'de>>(
    mut value: Spanned<DeValue<'de>>,
    diags: &mut Diagnostics,
) -> Result<T, Reported> {
    let mut findings = 0;
    loop {
        let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(read) => return Ok(read),
            Err(error) => error,
        };
        let span: Span = error.span().unwrap_or_else(|| value.span()).into();
        let reported = diags.error(describe(&error, span));
        findings += 1;
        match take_out(&mut value, diags.places().top(), span) {
            Some((tables, key)) if findings < MAX_FINDINGS => {
                diags.set_wrong(tables, &key);
            }
            Some(_) | None => return Err(reported),
        }
    }
}

/// Takes the entry at `span` (its key or its value) out of the table that holds it: the places of that table and
/// of its name, and the entry's key.
fn take_out(
    value: &mut Spanned<DeValue<'_>>,
    name: Span,
    span: Span,
) -> Option<([Span; 2], String)> {
    let places = [value.span().into(), name];
    match value.get_mut() {
        DeValue::Table(table) => {
            let hit = |(key, entry): &(&Spanned<_>, &Spanned<_>)| {
                Span::from(key.span()) == span || Span::from(entry.span()) == span
            };
            if let Some(key) = table.iter().find(hit).map(|(key, _)| key.get_ref().to_string()) {
                table.remove(key.as_str());
                return Some((places, key));
            }
            table.iter_mut().find_map(|(key, entry)| take_out(entry, key.span().into(), span))
        }
        DeValue::Array(array) => {
            let before = array.len();
            let items = mem::replace(array, DeArray::new()).into_iter();
            *array = items.filter(|item| Span::from(item.span()) != span).collect();
            if array.len() < before {
                return Some((places, String::new()));
            }
            array.iter_mut().find_map(|item| take_out(item, name, span))
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

/// The finding at a value whose own type refuses it: that type says what it expects.
fn describe(error: &Error, span: Span) -> Diagnostic {
    let expected = error.message().rsplit_once("expected ").map(|(_, expected)| expected);
    let finding = Diagnostic::new(&WRONG_VALUE, span, "this is not a value of the key");
    match expected {
        Some(expected) => finding.help(format!("write {expected}")),
        None => finding.help("`topogen schema` prints what each key takes"),
    }
}
