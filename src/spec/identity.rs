//! What entries say of their own names: taken out of every section alike, before its block reads the rest.

use std::{borrow::Cow, collections::BTreeMap, mem};

use indexmap::IndexMap;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{moves::Rename, source::Source};

/// The key of an entry that says what its key was.
pub(crate) const RENAMED_FROM: &str = "renamed_from";

/// All entries by section and key.
pub(crate) type Identities = BTreeMap<(&'static str, String), Identity>;

/// What an entry says of its names.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    /// What stands for its key in AWS.
    pub(crate) called: Option<Spanned<String>>,
    /// What its key was.
    pub(crate) renamed_from: Option<Spanned<String>>,
}

/// Takes out of a section's entries what says how they are called: by the key `named_by`.
pub(super) fn take(
    section: &'static str,
    named_by: &str,
    value: &mut DeValue<'_>,
    all: &mut Identities,
) {
    for (key, entry) in table(value).into_iter().flat_map(DeTable::iter_mut) {
        let Some(table) = table(entry.get_mut()) else { continue };
        let mut text = |key: &str| {
            let value = table.remove(key)?;
            let text = value.get_ref().as_str()?.to_owned();
            Some(Spanned::new(value.span(), text))
        };
        let identity = Identity { called: text(named_by), renamed_from: text(RENAMED_FROM) };
        all.insert((section, key.get_ref().to_string()), identity);
    }
}

/// Gives each entry that was renamed a key that stands nowhere in the file, so that it is found wherever it gets to.
pub(super) fn mark(
    source: &Source,
    sections: &mut IndexMap<&'static str, Spanned<DeValue<'_>>>,
    identities: &mut Identities,
) -> Vec<Rename> {
    let mut marks = (0_u32..).map(|nth| format!("zq{nth}z"));
    let mut free = || marks.find(|mark| !source.text().contains(mark)).unwrap_or_default();
    let mut renames = Vec::new();
    let mut marked = BTreeMap::new();
    for ((section, to), mut identity) in mem::take(identities) {
        let Some(from) = identity.renamed_from.take().map(Spanned::into_inner) else {
            identities.insert((section, to), identity);
            continue;
        };
        let mark = free();
        let entries = sections.get_mut(section).and_then(|entries| table(entries.get_mut()));
        if let Some(entries) = entries
            && let Some((key, value)) = entries.remove_entry(to.as_str())
        {
            entries.insert(Spanned::new(key.span(), Cow::Owned(mark.clone())), value);
        }
        marked.insert(format!("{section}.{to}"), format!("{section}.{mark}"));
        identities.insert((section, mark.clone()), identity);
        renames.push(Rename { mark, from, to });
    }
    let sections = sections.values_mut().filter_map(|section| table(section.get_mut()));
    for (_, entry) in sections.flat_map(DeTable::iter_mut) {
        refer(entry.get_mut(), &marked);
    }
    renames
}

/// Has an entry use what others are called now.
fn refer(entry: &mut DeValue<'_>, others: &BTreeMap<String, String>) {
    let uses = table(entry).and_then(|entry| entry.get_mut("uses")).map(Spanned::get_mut);
    let Some(DeValue::Array(uses)) = uses else { return };
    for used in uses.iter_mut().map(Spanned::get_mut) {
        if let Some(other) = used.as_str().and_then(|used| others.get(used)) {
            *used = DeValue::String(Cow::Owned(other.clone()));
        }
    }
}

fn table<'t, 'i>(value: &'t mut DeValue<'i>) -> Option<&'t mut DeTable<'i>> {
    match value {
        DeValue::Table(table) => Some(table),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_) => None,
    }
}
