//! Findings: what is wrong with a topology, where, why, and what to write instead.
//!
//! A [`Diagnostic`] holds data; `text` and `json` show it. Every finding has a [`Code`] that
//! `topogen explain` knows, and a place in the source.

mod code;
mod finding;
pub(crate) mod json;
mod located;
mod places;
mod suggest;
pub(crate) mod text;

pub use code::{Code, Severity};
pub use finding::{Diagnostic, Edit, Help, Label};
pub(crate) use places::Places;
pub(crate) use suggest::{closest, is_slip};

use std::collections::BTreeSet;

use crate::source::Source;

/// Proof that an error was reported. Only [`Diagnostics::error`] makes one, so a stage cannot
/// give up without having said why.
#[derive(Debug, Clone, Copy)]
pub struct Reported(());

/// The findings of one run over one source.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    reported: Option<Reported>,
    wrong_keys: BTreeSet<String>,
    places: Places,
}

impl Diagnostics {
    /// No findings yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding. Its code decides whether it is an error.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        match diagnostic.code.severity {
            Severity::Error => _ = self.error(diagnostic),
            Severity::Warning => self.list.push(diagnostic),
        }
    }

    /// Adds an error and returns the proof.
    pub fn error(&mut self, diagnostic: Diagnostic) -> Reported {
        debug_assert_eq!(diagnostic.code.severity, Severity::Error, "{}", diagnostic.code.slug);
        self.list.push(diagnostic);
        *self.reported.insert(Reported(()))
    }

    /// Remembers where everything stands.
    pub(crate) fn set_places(&mut self, places: Places) {
        self.places = places;
    }

    /// Where everything stands.
    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// Remembers a key whose value was wrong, so that it is not reported as missing too.
    pub(crate) fn set_wrong(&mut self, key: String) {
        self.wrong_keys.insert(key);
    }

    /// Whether some table has this key with a wrong value. That it may be another table only delays
    /// a finding until the error is mended.
    pub(crate) fn is_wrong(&self, key: &str) -> bool {
        self.wrong_keys.contains(key)
    }

    /// Ends a stage: `Err` when any error was reported so far.
    pub fn errors(&self) -> Result<(), Reported> {
        self.reported.map_or(Ok(()), Err)
    }

    /// The findings as people read them, without colour: those of one source, or of several that come
    /// [after](Source::after) one another.
    #[must_use]
    pub fn render(&self, sources: &(impl AsRef<[Source]> + ?Sized)) -> String {
        let found = self.sorted().into_iter().filter_map(|f| located::located(sources.as_ref(), f));
        found.map(|(source, finding)| text::render(source, &[&finding], false)).collect()
    }

    /// The findings in source order.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<_> = self.list.iter().collect();
        list.sort_by_key(|finding| (finding.primary.span, finding.code.slug));
        list
    }
}

/// At most 60 characters of a text, for messages about texts of any length.
pub(crate) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}
