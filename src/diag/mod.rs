//! Findings: what is wrong with a topology, where, why, and what to write instead.
//!
//! A [`Diagnostic`] holds data; `text`, `json`, `sarif` and `github` show it. Every finding has a [`Code`] that
//! `topogen explain` knows, and a place in the source.

mod code;
mod edit;
mod finding;
pub(crate) mod github;
pub(crate) mod json;
mod levels;
mod located;
mod places;
pub(crate) mod sarif;
mod suggest;
pub(crate) mod text;

pub use code::{Code, Severity};
pub use edit::{Applicability, Edit, Replacement};
pub(crate) use edit::{Layout, apply};
pub use finding::{Diagnostic, Help, Label};
pub(crate) use levels::counted;
pub use levels::{Counts, Levels, Shown};
pub(crate) use places::Places;
pub(crate) use suggest::{Meant, closest, is_slip, listed, meant};

use std::collections::BTreeSet;

use crate::source::{Source, Span};

/// Proof that an error was reported. Only [`Diagnostics::error`] makes one, so a stage cannot
/// give up without having said why.
#[derive(Debug, Clone, Copy)]
pub struct Reported(());

/// More of one severity than this nobody reads: what is beyond is counted, and not described.
const KEPT: usize = 50;

/// The findings of one run over one source.
#[derive(Debug, Default)]
pub struct Diagnostics {
    levels: Levels,
    kept: Vec<Diagnostic>,
    found: Counts,
    reported: Option<Reported>,
    wrong_keys: BTreeSet<(Span, String)>,
    places: Places,
}

impl Diagnostics {
    /// No findings yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No findings yet, of which some warnings will count for more or for nothing.
    #[must_use]
    pub fn with(levels: Levels) -> Self {
        Self { levels, ..Self::default() }
    }

    /// Adds a finding. Its code decides whether it is an error.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.push_with(diagnostic.code, || diagnostic);
    }

    /// Adds a finding that takes some work to describe, or counts it where there are enough.
    pub fn push_with(&mut self, code: &'static Code, describe: impl FnOnce() -> Diagnostic) {
        if code.severity == Severity::Error {
            self.reported = Some(Reported(()));
        }
        let Some(severity) = self.levels.severity(code) else { return };
        let found = self.found.of(severity);
        *found += 1;
        if *found <= KEPT {
            self.kept.push(Diagnostic { severity, ..describe() });
        }
    }

    /// Adds an error and returns the proof.
    pub fn error(&mut self, diagnostic: Diagnostic) -> Reported {
        self.push(diagnostic);
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

    /// Remembers a key of a table whose value was wrong, so that it is not reported as missing too. A table is
    /// known by its own place or by that of its name, or by both.
    pub(crate) fn set_wrong(&mut self, table: impl IntoIterator<Item = Span>, key: &str) {
        self.wrong_keys.extend(table.into_iter().map(|place| (place, key.to_owned())));
    }

    /// Whether a table has this key with a wrong value.
    pub(crate) fn is_wrong(&self, table: impl Into<Span>, key: &str) -> bool {
        self.wrong_keys.contains(&(table.into(), key.to_owned()))
    }

    /// The same at the top of the file.
    pub(crate) fn set_wrong_at_top(&mut self, key: &str) {
        self.set_wrong([self.places.top()], key);
    }

    /// Whether it has there.
    pub(crate) fn is_wrong_at_top(&self, key: &str) -> bool {
        self.is_wrong(self.places.top(), key)
    }

    /// Whether some table has.
    pub(crate) fn is_wrong_somewhere(&self, key: &str) -> bool {
        self.wrong_keys.iter().any(|(_, wrong)| wrong == key)
    }

    /// Ends a stage: `Err` when any error was reported so far.
    pub fn errors(&self) -> Result<(), Reported> {
        self.reported.map_or(Ok(()), Err)
    }

    /// Counts a finding that probably follows from others, without keeping it.
    pub(crate) fn leave_out(&mut self, code: &'static Code) {
        if let Some(severity) = self.levels.severity(code) {
            *self.found.of(severity) += 1;
        }
    }

    /// Says that there are more errors than were counted.
    pub(crate) fn leave_out_more(&mut self) {
        self.found.are_more = true;
    }

    /// How many findings there are, also of those that are not kept.
    #[must_use]
    pub fn found(&self) -> Counts {
        self.found
    }

    /// How many findings were counted and not kept.
    fn left_out(&self) -> Counts {
        let mut left_out = self.found;
        for finding in &self.kept {
            *left_out.of(finding.severity) -= 1;
        }
        left_out
    }

    /// What is shown, in whatever format.
    #[must_use]
    pub fn shown(&self) -> Shown<'_> {
        Shown { findings: self.sorted(), left_out: self.left_out() }
    }

    /// The findings as people read them, without colour: those of one source, or of several that come
    /// [after](Source::after) one another.
    #[must_use]
    pub fn render(&self, sources: &(impl AsRef<[Source]> + ?Sized)) -> String {
        let sources = sources.as_ref();
        let found = self.sorted().into_iter().filter_map(|f| located::located(sources, f));
        let mut out: String =
            found.map(|(source, finding)| text::finding(source, &finding, false)).collect();
        if let Some(source) = sources.first() {
            out.push_str(&text::left_out(source, self.left_out()));
        }
        out
    }

    /// The findings that are kept, in source order.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<_> = self.kept.iter().collect();
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
