//! `topogen check`, and what every command does with a file first.

use std::path::{Path, PathBuf};

use super::{args::Format, outcome::Outcome, terminal::Terminal};
use crate::{
    Checked,
    diag::{Diagnostic, Diagnostics, Severity, json, text},
    source::{Source, Span, printable},
    spec::FILE_UNREADABLE,
};

/// A file with its findings; checked unless one of them is an error.
pub(super) struct Loaded {
    pub(super) source: Source,
    pub(super) diags: Diagnostics,
    pub(super) checked: Option<Checked>,
    /// The system failed to read it.
    is_failure: bool,
}

impl Loaded {
    /// Reads and checks a file.
    pub(super) fn new(path: &Path) -> Self {
        let mut diags = Diagnostics::new();
        match Source::read(path) {
            Ok(source) => {
                let checked = crate::check(&source, &mut diags).ok();
                Self { source, diags, checked, is_failure: false }
            }
            Err(unreadable) => {
                let end = unreadable.text.len();
                let source = Source::new(path.display().to_string(), unreadable.text);
                let message = format!("{} {}", printable(path), unreadable.reason);
                let place = Span { start: end, end };
                diags.push(Diagnostic::new(&FILE_UNREADABLE, place, message).help(unreadable.help));
                Self { source, diags, checked: None, is_failure: unreadable.is_failure }
            }
        }
    }

    /// What the file is worth to a command that needs it checked.
    pub(super) fn outcome(&self) -> Outcome {
        match (&self.checked, self.is_failure) {
            (Some(_), _) => Outcome::Done,
            (None, false) => Outcome::Invalid,
            (None, true) => Outcome::Failed,
        }
    }

    /// Shows the findings to people.
    pub(super) fn show(&self, terminal: &Terminal) {
        terminal.error(text::render(&self.source, &self.diags.sorted(), true));
    }
}

/// Reports what is wrong.
pub(super) fn check(files: &[PathBuf], format: Format, terminal: &Terminal) -> Outcome {
    let loaded: Vec<Loaded> = files.iter().map(|file| Loaded::new(file)).collect();
    let outcome = loaded.iter().map(Loaded::outcome).max().unwrap_or(Outcome::Done);
    match format {
        Format::Text => {
            for file in &loaded {
                file.show(terminal);
            }
            outcome.max(terminal.result(total(&loaded)))
        }
        Format::Json => {
            let mut report = json::Report::new();
            for file in &loaded {
                report.add(&file.source, &file.diags.sorted());
            }
            outcome.max(super::document::json(&report, terminal))
        }
    }
}

/// `9 errors, 1 warning in 3 files`
fn total(loaded: &[Loaded]) -> String {
    let findings = || loaded.iter().flat_map(|file| file.diags.sorted());
    let count = |severity| findings().filter(|found| found.code.severity == severity).count();
    let said = |number, what| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    let counts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let counts = counts.into_iter().filter(|(number, _)| *number > 0);
    let counts: Vec<String> = counts.map(|(number, what)| said(number, what)).collect();
    let found = if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") };
    format!("{found} in {}\n", said(loaded.len(), "file"))
}
