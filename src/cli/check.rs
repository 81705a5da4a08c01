//! `topogen check`, and what every command does with a file first.

use std::path::{Path, PathBuf};

use super::{Outcome, Terminal, args::Format};
use crate::{
    Checked,
    diag::{Diagnostic, Diagnostics, json, text},
    source::{Source, Span},
    spec::FILE_UNREADABLE,
};

/// A file with its findings; checked unless one of them is an error.
pub(super) struct Loaded {
    pub(super) source: Source,
    pub(super) diags: Diagnostics,
    pub(super) checked: Option<Checked>,
}

impl Loaded {
    /// Reads and checks a file.
    pub(super) fn new(path: &Path) -> Self {
        let mut diags = Diagnostics::new();
        match Source::read(path) {
            Ok(source) => {
                let checked = crate::check(&source, &mut diags).ok();
                Self { source, diags, checked }
            }
            Err(reason) => {
                let source = Source::new(path.display().to_string(), "");
                let message = format!("{} {reason}", path.display());
                diags.push(
                    Diagnostic::new(&FILE_UNREADABLE, Span::default(), message)
                        .help("name a topology file; `topogen init` writes one"),
                );
                Self { source, diags, checked: None }
            }
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
    let valid = loaded.iter().all(|file| file.checked.is_some());
    let outcome = if valid { Outcome::Done } else { Outcome::Invalid };
    match format {
        Format::Text => {
            for file in &loaded {
                file.show(terminal);
            }
            outcome
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
