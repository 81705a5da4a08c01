//! Findings for machines: one JSON document for a run.

use serde::Serialize;

use super::{
    edit::Layout,
    finding::{Diagnostic, Label},
    levels::Shown,
};
use crate::source::{Position, Source, Span};

/// The document that `topogen check --format json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Rises when a field changes its meaning or goes away.
    schema_version: u32,
    findings: Vec<Finding>,
    /// How many more there are.
    left_out: usize,
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

/// All replacements together are one edit.
#[derive(Debug, Serialize)]
struct EditOut {
    applicability: &'static str,
    replacements: Vec<ReplacementOut>,
}

#[derive(Debug, Serialize)]
struct ReplacementOut {
    #[serde(flatten)]
    place: Place,
    text: String,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self { schema_version: 2, findings: Vec::new(), left_out: 0 }
    }

    /// Adds the findings of one source.
    pub(crate) fn add(&mut self, source: &Source, shown: &Shown<'_>) {
        let layout = Layout::new(source);
        let findings = shown.findings.iter();
        self.findings.extend(findings.map(|finding| Finding::new(source, &layout, finding)));
        self.left_out += shown.left_out.total();
    }
}

impl Finding {
    fn new(source: &Source, layout: &Layout<'_>, finding: &Diagnostic) -> Self {
        Self {
            code: finding.code.slug,
            severity: finding.severity.as_str(),
            message: finding.message.clone(),
            file: source.path().to_owned(),
            place: Place::new(source, finding.primary.span),
            related: finding.related.iter().map(|label| Related::new(source, label)).collect(),
            notes: finding.notes.clone(),
            help: finding.help.as_ref().map(|help| help.text.clone()),
            edit: EditOut::new(source, layout, finding),
        }
    }
}

impl EditOut {
    fn new(source: &Source, layout: &Layout<'_>, finding: &Diagnostic) -> Option<Self> {
        let edit = finding.help.as_ref()?.edit.as_ref()?;
        let replacements = edit.replacements_in(layout).into_iter().map(|replacement| {
            let place = Place::new(source, replacement.span);
            ReplacementOut { place, text: replacement.text }
        });
        let replacements: Vec<_> = replacements.collect();
        let applicability = edit.applicability.as_str();
        (!replacements.is_empty()).then_some(Self { applicability, replacements })
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
