//! Where two topology files say different things: key by key, not line by line.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::source::{Source, Span};

/// A key whose value differs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edit {
    /// `regions.eu-west-1.cidr`: a whole table where it is new or gone.
    pub(crate) path: Vec<String>,
    /// What it was; null where it was not there.
    pub(crate) before: Value,
    /// What it is; null where it is no more.
    pub(crate) after: Value,
    /// Where that stands in the new file; what is gone, at what it was in.
    pub(crate) place: Span,
}

impl Edit {
    /// The path as TOML writes it.
    pub(crate) fn key(&self) -> String {
        self.path.iter().map(|key| quoted(key)).collect::<Vec<_>>().join(".")
    }

    /// What it belongs to, so that it makes sense without edits elsewhere: `services.api`, `tier`.
    pub(crate) fn entry(&self) -> String {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            // They add up.
            ["regions", _, "weight"] => "regions.*.weight".to_owned(),
            // A region that is new or goes takes weights from others.
            ["regions", _] => "regions".to_owned(),
            [section @ ("capacity" | "ingress" | "state" | "tags" | "network"), ..] => {
                (*section).to_owned()
            }
            [section, entry, ..] => format!("{section}.{entry}"),
            other => other.concat(),
        }
    }
}

/// What differs, in the order of the new file, what is gone before what follows it by name. None if one of them is no TOML.
pub(crate) fn edits(before: &Source, after: &Source) -> Option<Vec<Edit>> {
    let old = DeTable::parse(before.text()).ok()?;
    let new = DeTable::parse(after.text()).ok()?;
    let mut found = Vec::new();
    let top = Span { start: 0, end: 0 };
    tables(&mut Vec::new(), old.get_ref(), new.get_ref(), top, &mut found);
    Some(found)
}

/// A file as JSON says it. None if it is no TOML.
pub(super) fn document(source: &Source) -> Option<Value> {
    let table = DeTable::parse(source.text()).ok()?;
    Some(members(table.get_ref()))
}

/// Makes some edits in a document.
pub(super) fn apply<'e>(document: &mut Value, edits: impl Iterator<Item = &'e Edit>, back: bool) {
    for edit in edits {
        let value = if back { &edit.before } else { &edit.after };
        let Some((last, above)) = edit.path.split_last() else { continue };
        let mut table = &mut *document;
        for key in above {
            let Value::Object(members) = table else { break };
            table = members.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
        }
        if let Value::Object(members) = table {
            if value.is_null() {
                members.shift_remove(last);
            } else {
                members.insert(last.clone(), value.clone());
            }
        }
    }
}

fn tables(
    path: &mut Vec<String>,
    before: &DeTable<'_>,
    after: &DeTable<'_>,
    place: Span,
    found: &mut Vec<Edit>,
) {
    let names = |table: &DeTable<'_>| -> Vec<String> {
        table.keys().map(|key| key.get_ref().to_string()).collect()
    };
    let mut seen = BTreeSet::new();
    for name in names(after).into_iter().chain(names(before)) {
        if !seen.insert(name.clone()) {
            continue;
        }
        let (old, new) = (before.get(name.as_str()), after.get(name.as_str()));
        let place = new.map_or(place, |value| own(after, &name, value));
        path.push(name);
        values(path, old, new, place, found);
        path.pop();
    }
}

/// The place of a value; of a table its name, for it has no end.
fn own(table: &DeTable<'_>, name: &str, value: &Spanned<DeValue<'_>>) -> Span {
    let key = table.keys().find(|key| key.get_ref() == name);
    match (value.get_ref(), key) {
        (DeValue::Table(_), Some(key)) => key.span().into(),
        _ => value.span().into(),
    }
}

fn values(
    path: &mut Vec<String>,
    before: Option<&Spanned<DeValue<'_>>>,
    after: Option<&Spanned<DeValue<'_>>>,
    place: Span,
    found: &mut Vec<Edit>,
) {
    let none = DeTable::new();
    let table = |value: Option<&Spanned<DeValue<'_>>>| {
        value.map(|value| matches!(value.get_ref(), DeValue::Table(_)))
    };
    match (before.map(Spanned::get_ref), after.map(Spanned::get_ref)) {
        (Some(DeValue::Table(old)), Some(DeValue::Table(new))) => {
            tables(path, old, new, place, found);
        }
        // Of a section that comes or goes, each entry.
        (None, Some(DeValue::Table(new)))
            if new.values().all(|value| table(Some(value)) == Some(true)) && !new.is_empty() =>
        {
            tables(path, &none, new, place, found);
        }
        (Some(DeValue::Table(old)), None)
            if old.values().all(|value| table(Some(value)) == Some(true)) && !old.is_empty() =>
        {
            tables(path, old, &none, place, found);
        }
        (old, new) => {
            let (before, after) = (json(old), json(new));
            if before != after {
                found.push(Edit { path: path.clone(), before, after, place });
            }
        }
    }
}

fn json(value: Option<&DeValue<'_>>) -> Value {
    match value {
        None => Value::Null,
        Some(DeValue::String(text)) => Value::String(text.to_string()),
        Some(DeValue::Boolean(one)) => Value::Bool(*one),
        Some(DeValue::Integer(number)) => {
            let text = number.as_str().replace('_', "");
            i64::from_str_radix(&text, number.radix()).map_or(Value::String(text), Value::from)
        }
        Some(DeValue::Float(number)) => {
            let text = number.as_str().replace('_', "");
            text.parse::<f64>()
                .ok()
                .and_then(Number::from_f64)
                .map_or(Value::String(text), Value::from)
        }
        Some(DeValue::Datetime(time)) => Value::String(time.to_string()),
        Some(DeValue::Array(items)) => {
            Value::Array(items.iter().map(|item| json(Some(item.get_ref()))).collect())
        }
        Some(DeValue::Table(table)) => members(table),
    }
}

fn members(table: &DeTable<'_>) -> Value {
    let member = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        (key.get_ref().to_string(), json(Some(value.get_ref())))
    };
    Value::Object(table.iter().map(member).collect())
}

fn quoted(key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !key.is_empty() && key.bytes().all(plain) {
        return key.to_owned();
    }
    Value::String(key.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> Vec<String> {
        let (old, new) = (Source::new("x", before), Source::new("x", after));
        let edits = edits(&old, &new).unwrap();
        let line = |edit: &Edit| {
            let place = new.text().get(edit.place.start..edit.place.end).unwrap();
            format!("{}: {} -> {} at {place:?}", edit.key(), edit.before, edit.after)
        };
        edits.iter().map(line).collect()
    }

    #[test]
    fn a_value_a_key_and_a_table() {
        let before = "name = \"a\" # x\n[regions]\nr = { weight = 60 }\n[tables.t]\nkey = 1\n[tables.u]\nkey = 1_0\n";
        let after =
            "name='a'\nhome = 2.50\n[regions.r]\nweight = 0x32\n[tables.u]\nkey = 10\n[queues.q]\n";
        assert_eq!(
            told(before, after),
            [
                "home: null -> 2.5 at \"2.50\"",
                "regions.r.weight: 60 -> 50 at \"0x32\"",
                "tables.t: {\"key\":1} -> null at \"tables\"",
                "queues.q: null -> {} at \"q\"",
            ]
        );
    }

    #[test]
    fn a_name_that_toml_quotes() {
        assert_eq!(
            told("", "\"a.b\" = [1, \"x\"]"),
            ["\"a.b\": null -> [1,\"x\"] at \"[1, \\\"x\\\"]\""]
        );
    }

    #[test]
    fn what_is_no_toml_is_not_compared() {
        assert_eq!(edits(&Source::new("x", "a ="), &Source::new("x", "a = 1")), None);
    }
}
