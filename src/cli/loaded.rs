//! What every command does with a file first.

use std::path::Path;

use super::{outcome::Outcome, terminal::Terminal};
use crate::{
    Bug, Checked,
    diag::{Diagnostic, Diagnostics, Levels, text},
    source::{Source, Span, printable},
    spec::FILE_UNREADABLE,
};

/// A file with its findings; checked unless one of them is an error.
pub(super) struct Loaded {
    pub(super) source: Source,
    pub(super) diags: Diagnostics,
    pub(super) checked: Option<Checked>,
    /// Why it could not be read, if so: the system failed, or it is the file.
    unread: Option<Outcome>,
}

impl Loaded {
    /// Reads and checks a file.
    pub(super) fn new(path: &Path, levels: &Levels) -> Self {
        match Source::read(path) {
            Ok(source) => Self::of(source, levels),
            Err(unreadable) => {
                let mut diags = Diagnostics::with(levels.clone());
                let end = unreadable.text.len();
                let source = Source::new(path.display().to_string(), unreadable.text);
                let message = format!("{} {}", printable(path), unreadable.reason);
                let place = Span { start: end, end };
                diags.push(Diagnostic::new(&FILE_UNREADABLE, place, message).help(unreadable.help));
                let unread = if unreadable.is_failure { Outcome::Failed } else { Outcome::Invalid };
                Self { source, diags, checked: None, unread: Some(unread) }
            }
        }
    }

    /// Checks a source.
    pub(super) fn of(source: Source, levels: &Levels) -> Self {
        let mut diags = Diagnostics::with(levels.clone());
        let checked = crate::check(&source, &mut diags).ok();
        // A warning that is denied stops what comes after, and not the check itself.
        let checked = checked.filter(|_| diags.found().errors == 0);
        Self { source, diags, checked, unread: None }
    }

    /// What the file is worth to a command that needs it checked.
    pub(super) fn outcome(&self) -> Outcome {
        match (&self.checked, self.unread) {
            (Some(_), _) => Outcome::Done,
            (None, unread) => unread.unwrap_or(Outcome::Invalid),
        }
    }

    /// What cannot be, and a check came upon it.
    pub(super) fn bug(&self) -> Option<Bug> {
        self.checked.as_ref().and_then(Checked::bug)
    }

    /// Whether its text is all there.
    pub(super) fn is_read(&self) -> bool {
        self.unread.is_none()
    }

    /// Shows the findings to people.
    pub(super) fn show(&self, terminal: &Terminal) {
        terminal.error(text::render(&self.source, &self.diags.shown(), true));
    }
}
