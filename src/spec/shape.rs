//! Whether a file has the shape that the JSON Schema describes: known keys, values of the right type and range.
//!
//! In: the TOML tree. Out: the tree without what does not fit, and a finding for each such place that says what to
//! write instead. So serde, which reads next, has nothing to complain of in its own words. What a text or a
//! number means is for the checks.

use std::{collections::BTreeSet, mem};

use toml::{
    Spanned,
    de::{DeArray, DeString, DeTable, DeValue},
};

use super::{
    advice,
    codes::UNKNOWN_KEY,
    expected::{Expected, Keys, Schema},
    instead,
};
use crate::{
    diag::{Diagnostic, Diagnostics, Edit, Meant, meant, shown},
    source::{Source, Span},
    words::SETTING_WITHOUT_EFFECT,
};

/// Takes out of a file's table what does not fit, and reports it.
pub(super) fn fit(
    source: &Source,
    table: &mut DeTable<'_>,
    schema: &serde_json::Value,
    diags: &mut Diagnostics,
) {
    let top = Keys::top(schema);
    let absent = top.names().filter(|key| !table.contains_key(*key)).collect();
    let mut shape = Shape { source, diags, top, path: Vec::new(), absent, moved: Vec::new() };
    shape.empty(table);
    shape.table(table, top, [source.top(); 2]);
    for (key, mut value) in mem::take(&mut shape.moved) {
        let schema = top.property(key.get_ref());
        if schema.is_some_and(|schema| shape.value(&key, &mut value, schema, false)) {
            table.insert(key, value);
        }
    }
}

struct Shape<'a, 'i> {
    source: &'a Source,
    diags: &'a mut Diagnostics,
    top: Keys<'a>,
    /// The tables that are being looked through, the outermost first.
    path: Vec<String>,
    /// Keys of the top that are not there.
    absent: Vec<&'a str>,
    /// Those that were found further down.
    moved: Vec<(Spanned<DeString<'i>>, Spanned<DeValue<'i>>)>,
}

impl<'a, 'i> Shape<'a, 'i> {
    /// A section without a key is a wish that was not written down.
    fn empty(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let is_empty = value.get_ref().as_table().is_some_and(DeTable::is_empty);
            let expected = self.top.property(key.get_ref()).map(Expected::of);
            if let (true, Some(Expected::Table(keys))) = (is_empty, expected)
                && keys.named().is_none()
                && keys.required().is_empty()
            {
                let known: Vec<&str> = keys.names().collect();
                let message = format!("[{}] is empty", key.get_ref());
                self.diags.push(
                    Diagnostic::new(&SETTING_WITHOUT_EFFECT, value.span(), message).help_by(
                        format!("remove it, or write one of: {}", known.join(", ")),
                        Edit::remove(value.span()),
                    ),
                );
            }
        }
    }

    /// `places` are those of the table and of its name.
    fn table(&mut self, table: &mut DeTable<'i>, keys: Keys<'a>, places: [Span; 2]) {
        self.misplaced(table, keys);
        let mut present: BTreeSet<&str> =
            keys.names().filter(|name| table.contains_key(*name)).collect();
        for (key, mut value) in mem::take(table) {
            let fits = if let Some(schema) = keys.get(key.get_ref()) {
                self.value(&key, &mut value, schema, false)
            } else {
                let describe = || unknown(&self.path, &key, value.get_ref(), keys, &mut present);
                self.diags.push_with(&UNKNOWN_KEY, describe);
                false
            };
            if fits {
                table.insert(key, value);
            } else {
                self.diags.set_wrong(places, key.get_ref());
            }
        }
    }

    /// In TOML a key belongs to the [table] above it. Keys of the top that follow a table are one mistake, and are
    /// read as what they were meant to be.
    fn misplaced(&mut self, table: &mut DeTable<'i>, keys: Keys<'a>) {
        if self.path.is_empty() {
            return;
        }
        let stray = |key: &str, value: &DeValue<'_>| {
            let meant = self.absent.contains(&key) && !value.is_table();
            let meant =
                meant && self.top.property(key).is_some_and(|s| Expected::of(s).takes(value));
            let here = keys.get(key).is_some_and(|schema| Expected::of(schema).takes(value));
            meant && !here
        };
        let strays: Vec<String> = table
            .iter()
            .filter(|(key, value)| stray(key.get_ref(), value.get_ref()))
            .map(|(key, _)| key.get_ref().to_string())
            .collect();
        let moved = strays.iter().filter_map(|key| table.remove_entry(key.as_str()));
        let first = self.moved.len();
        self.moved.extend(moved);
        self.absent.retain(|key| !strays.iter().any(|stray| stray == key));
        let moved: Vec<Span> =
            self.moved.iter().skip(first).map(|(key, _)| key.span().into()).collect();
        let Some(place) = moved.first().copied() else { return };
        let names: Vec<String> = strays.iter().map(|key| format!("`{key}`")).collect();
        let (stand, them) = if names.len() == 1 { ("stands", "it") } else { ("stand", "them") };
        let message = format!("{} {stand} in [{}]", names.join(", "), self.path.join("."));
        self.diags.push(
            Diagnostic::new(&UNKNOWN_KEY, place, message)
                .note("in TOML a key belongs to the [table] above it")
                .help_by(format!("move {them} above the first [table]"), Edit::hoist(moved)),
        );
    }

    /// Whether a value stays. A table that is something else stays as an empty one, so that what refers to it does
    /// not fail too.
    fn value(
        &mut self,
        name: &Spanned<DeString<'i>>,
        value: &mut Spanned<DeValue<'i>>,
        schema: Schema<'a>,
        is_item: bool,
    ) -> bool {
        let expected = Expected::of(schema);
        let key: &str = name.get_ref();
        let places = [value.span().into(), name.span().into()];
        match (&expected, value.get_mut()) {
            (Expected::Table(keys), DeValue::Table(table)) => {
                self.path.push(key.to_owned());
                self.table(table, *keys, places);
                self.path.pop();
                return true;
            }
            (Expected::List(items), DeValue::Array(list)) => {
                let all = mem::replace(list, DeArray::new()).into_iter();
                for mut item in all {
                    if self.value(name, &mut item, *items, true) {
                        list.push(item);
                    }
                }
                return true;
            }
            _ => {}
        }
        let Some(finding) = instead::wrong(self.source, key, value, &expected, &self.path, is_item)
        else {
            return true;
        };
        self.diags.push(finding);
        let Expected::Table(keys) = expected else { return false };
        // It stays, so nobody else says that it is wrong: neither itself nor what should be in it.
        if self.path.is_empty() {
            self.diags.set_wrong([self.source.top()], key);
        }
        keys.names().for_each(|inner| self.diags.set_wrong(places, inner));
        *value.get_mut() = DeValue::Table(DeTable::new());
        true
    }
}

/// `present` are the keys that the table has, or will have when others are mended.
fn unknown<'a>(
    path: &[String],
    key: &Spanned<DeString<'_>>,
    value: &DeValue<'_>,
    keys: Keys<'a>,
    present: &mut BTreeSet<&'a str>,
) -> Diagnostic {
    let name = key.get_ref();
    let finding =
        Diagnostic::new(&UNKNOWN_KEY, key.span(), format!("unknown key `{}`", shown(name)));
    if let Some(advice) = advice::unknown(path, name) {
        return finding.help(advice);
    }
    let Some(Meant { word, is_certain }) = meant(name, keys.names()) else {
        let known: Vec<&str> = keys.names().collect();
        return finding.help(format!("one of: {}", known.join(", ")));
    };
    let takes = keys.property(word).is_some_and(|schema| Expected::of(schema).takes(value));
    let is_free = present.insert(word);
    let edit = Edit::word(key.span(), word).certain_if(is_certain && takes && is_free);
    finding.help_by(format!("did you mean `{word}`?"), edit)
}
