//! Where the values of a topology stand.
//!
//! A table beside the model, by path: the model says what a topology means, not where it is written, so
//! that two of them can be compared and one can be made without a file. It is kept until the checks are over.

use std::collections::BTreeMap;

use crate::source::Span;

/// Where an entry stands, and what is in it.
#[derive(Debug, Default)]
pub(crate) struct Places {
    key: Span,
    value: Span,
    inner: BTreeMap<String, Self>,
}

impl Places {
    /// An entry with nothing in it.
    pub(crate) fn new(key: Span, value: Span) -> Self {
        Self { key, value, inner: BTreeMap::new() }
    }

    /// Adds what is in the entry. Of two with one name the first stays.
    pub(crate) fn insert(&mut self, name: &str, entry: Self) {
        self.inner.entry(name.to_owned()).or_insert(entry);
    }

    /// The beginning of the file, for what is missing there.
    pub(crate) fn top(&self) -> Span {
        self.key
    }

    /// Where the value of an entry is: `services.api.writes`. An item of a list of texts is in it by its text. Where
    /// there is no such entry, the key of the table that it would be in.
    pub(crate) fn value(&self, path: &[&str]) -> Span {
        let (deepest, is_there) = self.find(path);
        if is_there { deepest.value } else { deepest.key }
    }

    /// Where the key of an entry is, or that of the table that it would be in.
    pub(crate) fn key(&self, path: &[&str]) -> Span {
        self.find(path).0.key
    }

    fn find(&self, path: &[&str]) -> (&Self, bool) {
        let mut deepest = self;
        for name in path {
            let Some(inner) = deepest.inner.get(*name) else { return (deepest, false) };
            deepest = inner;
        }
        (deepest, true)
    }
}
