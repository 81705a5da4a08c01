//! Findings: what is wrong with a topology, where, why, and what to write instead.
//!
//! A [`Diagnostic`] holds data; `text` and `json` show it. Every finding has a [`Code`] that
//! `topogen explain` knows, and a place in the source.

mod code;
pub(crate) mod json;
mod suggest;
pub(crate) mod text;

pub use code::{Code, Severity};
pub(crate) use suggest::{closest, is_slip};

use std::collections::BTreeSet;

use crate::source::{Source, Span};

/// Proof that an error was reported. Only [`Diagnostics::error`] makes one, so a stage cannot
/// give up without having said why.
#[derive(Debug, Clone, Copy)]
pub struct Reported(());

/// A place in the source and what is to be said about it.
#[derive(Debug, Clone)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// Why this place is shown; may be empty.
    pub text: String,
}

/// An imperative that mends the finding.
#[derive(Debug, Clone)]
pub struct Help {
    /// What to do.
    pub text: String,
    /// The edit that does it, where it is certain.
    pub edit: Option<Edit>,
}

/// A replacement of source text.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: &'static Code,
    /// What is wrong, with the values in it; lower case, no period.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// The rule behind it.
    pub notes: Vec<String>,
    /// What to write instead.
    pub help: Option<Help>,
}

impl Diagnostic {
    /// A finding at `span`.
    pub fn new(code: &'static Code, span: impl Into<Span>, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: Label { span: span.into(), text: String::new() },
            related: Vec::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// Says why the finding is here.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn related(mut self, span: impl Into<Span>, text: impl Into<String>) -> Self {
        self.related.push(Label { span: span.into(), text: text.into() });
        self
    }

    /// States the rule.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(Help { text: text.into(), edit: None });
        self
    }

    /// Says what to do and shows the edit.
    #[must_use]
    pub fn replace(
        mut self,
        text: impl Into<String>,
        span: impl Into<Span>,
        replacement: impl Into<String>,
    ) -> Self {
        let edit = Edit { span: span.into(), replacement: replacement.into() };
        self.help = Some(Help { text: text.into(), edit: Some(edit) });
        self
    }
}

/// The findings of one run over one source.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    reported: Option<Reported>,
    wrong_keys: BTreeSet<String>,
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

    /// The findings as people read them, without colour.
    #[must_use]
    pub fn render(&self, source: &Source) -> String {
        text::render(source, &self.sorted(), false)
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
