//! Findings in rustc's look, through annotate-snippets.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet};

use super::{
    code::Severity,
    finding::{Diagnostic, Label},
};
use crate::source::{Source, Span, printable};

/// All findings of a run, blank line between two. `color` is whether to write ANSI colours.
pub(crate) fn render(source: &Source, findings: &[&Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for finding in findings {
        out.push_str(&renderer.render(&report(source, finding)));
        out.push_str("\n\n");
    }
    out
}

fn report<'a>(source: &'a Source, finding: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match finding.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&finding.message).id(finding.code.slug);
    let notes = finding.notes.iter().map(|note| Level::NOTE.message(note));
    let mut group = title.element(place(source, finding)).elements(notes);
    let Some(help) = &finding.help else {
        return vec![group];
    };
    let Some(edit) = &help.edit else {
        group = group.element(Level::HELP.message(&help.text));
        return vec![group];
    };
    let patch = Patch::new(range(source, edit.span), &edit.replacement);
    let snippet = Snippet::source(source.text()).path(printable(source.path())).patch(patch);
    vec![group, Level::HELP.secondary_title(&help.text).element(snippet)]
}

/// The source lines, or only the place where there is no text.
fn place<'a>(source: &'a Source, finding: &'a Diagnostic) -> Element<'a> {
    if source.text().is_empty() {
        return Origin::path(printable(source.path())).line(1).char_column(1).into();
    }
    let annotation = |kind: AnnotationKind, label: &'a Label| {
        let annotation = kind.span(range(source, label.span));
        if label.text.is_empty() { annotation } else { annotation.label(&label.text) }
    };
    Snippet::source(source.text())
        .path(printable(source.path()))
        .annotation(annotation(AnnotationKind::Primary, &finding.primary))
        .annotations(finding.related.iter().map(|label| annotation(AnnotationKind::Context, label)))
        .into()
}

/// A span that is sure to lie in the text, on character boundaries.
fn range(source: &Source, span: Span) -> std::ops::Range<usize> {
    let clamp = |offset: usize| source.text().floor_char_boundary(offset);
    clamp(span.start)..clamp(span.end.max(span.start))
}
