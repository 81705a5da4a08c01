//! One finding.

use super::code::Code;
use crate::source::Span;

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

    /// The same finding, with `base` counted before its places.
    pub(crate) fn after(self, base: usize) -> Self {
        self.moved(|span| span.after(base))
    }

    /// The same finding with all its places moved.
    pub(super) fn moved(mut self, by: impl Fn(Span) -> Span) -> Self {
        for label in [&mut self.primary].into_iter().chain(&mut self.related) {
            label.span = by(label.span);
        }
        if let Some(edit) = self.help.as_mut().and_then(|help| help.edit.as_mut()) {
            edit.span = by(edit.span);
        }
        self
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
