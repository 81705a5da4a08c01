//! One finding.

use super::{
    code::{Code, Severity},
    edit::Edit,
};
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
    /// The edit that does it, if there is one.
    pub edit: Option<Edit>,
    /// Whether people see the edit, and not only its words.
    pub shows_edit: bool,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: &'static Code,
    /// How bad it is here: a warning may have been denied.
    pub severity: Severity,
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
            severity: code.severity,
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
            edit.moved(by);
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
        self.help = Some(Help { text: text.into(), edit: None, shows_edit: false });
        self
    }

    /// Says what to do, with the edit that does it.
    #[must_use]
    pub(crate) fn help_by(mut self, text: impl Into<String>, edit: Edit) -> Self {
        self.help = Some(Help { text: text.into(), edit: Some(edit), shows_edit: false });
        self
    }

    /// Says what to do and shows the edit, for people to decide.
    #[must_use]
    pub fn replace(
        self,
        text: impl Into<String>,
        span: impl Into<Span>,
        replacement: impl Into<String>,
    ) -> Self {
        self.show(text, Edit::replace(span, replacement).suggested())
    }

    /// Says what to do; the edit that does it is another word in some place, for people to decide.
    #[must_use]
    pub(crate) fn suggest(
        self,
        text: impl Into<String>,
        place: impl Into<Span>,
        word: impl Into<String>,
    ) -> Self {
        self.help_by(text, Edit::word(place, word).suggested())
    }

    /// Says what to do; the edit that does it takes out the entry in some place, for people to decide.
    #[must_use]
    pub(crate) fn suggest_removal(self, text: impl Into<String>, place: impl Into<Span>) -> Self {
        self.help_by(text, Edit::remove(place).suggested())
    }

    /// The edit is what was meant, if something holds.
    #[must_use]
    pub(crate) fn certain_if(mut self, is_certain: bool) -> Self {
        if let Some(help) = &mut self.help {
            help.edit = help.edit.take().map(|edit| edit.certain_if(is_certain));
        }
        self
    }

    /// Says what to do and shows the edit.
    #[must_use]
    pub(crate) fn show(mut self, text: impl Into<String>, edit: Edit) -> Self {
        self.help = Some(Help { text: text.into(), edit: Some(edit), shows_edit: true });
        self
    }
}
