//! Findings for machines: one JSON document for a run.

use serde::Serialize;

use super::finding::{Diagnostic, Label};
use crate::source::{Position, Source, Span};

/// The document that `topogen check --format json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Rises when a field changes its meaning or goes away.
    schema_version: u32,
    findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    message: String,
    file: String,
    #[serde(flatten)]
    place: Place,
    related: Vec<Related>,
    notes: Vec<String>,
    help: Option<String>,
    edit: Option<EditOut>,
}

/// Lines and columns count from 1, columns in Unicode scalar values; offsets are bytes from 0.
#[derive(Debug, Serialize)]
struct Place {
    start: Position,
    end: Position,
}

#[derive(Debug, Serialize)]
struct Related {
    message: String,
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Serialize)]
struct EditOut {
    #[serde(flatten)]
    place: Place,
    replacement: String,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self { schema_version: 1, findings: Vec::new() }
    }

    /// Adds the findings of one source.
    pub(crate) fn add(&mut self, source: &Source, findings: &[&Diagnostic]) {
        self.findings.extend(findings.iter().map(|finding| Finding::new(source, finding)));
    }
}

impl Finding {
    fn new(source: &Source, finding: &Diagnostic) -> Self {
        let edit = finding.help.as_ref().and_then(|help| help.edit.as_ref());
        Self {
            code: finding.code.slug,
            severity: finding.code.severity.as_str(),
            message: finding.message.clone(),
            file: source.path().to_owned(),
            place: Place::new(source, finding.primary.span),
            related: finding.related.iter().map(|label| Related::new(source, label)).collect(),
            notes: finding.notes.clone(),
            help: finding.help.as_ref().map(|help| help.text.clone()),
            edit: edit.map(|edit| EditOut {
                place: Place::new(source, edit.span),
                replacement: edit.replacement.clone(),
            }),
        }
    }
}

impl Place {
    fn new(source: &Source, span: Span) -> Self {
        Self { start: source.position(span.start), end: source.position(span.end) }
    }
}

impl Related {
    fn new(source: &Source, label: &Label) -> Self {
        Self { message: label.text.clone(), place: Place::new(source, label.span) }
    }
}
