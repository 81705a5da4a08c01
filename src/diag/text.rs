//! Findings in rustc's look, through annotate-snippets.

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet,
};

use super::{
    code::Severity,
    finding::{Diagnostic, Label},
    levels::{Counts, Shown},
};
use crate::source::{Source, Span, printable};

/// What is shown of a source, blank line between two findings. `color` is whether to write ANSI colours.
pub(crate) fn render(source: &Source, shown: &Shown<'_>, color: bool) -> String {
    let findings = shown.findings.iter().map(|found| finding(source, found, color));
    findings.chain([left_out(source, shown.left_out)]).collect()
}

/// One finding, and a blank line.
pub(super) fn finding(source: &Source, finding: &Diagnostic, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n\n", renderer.render(&report(source, finding)))
}

/// How many there are beside those that are shown.
pub(super) fn left_out(source: &Source, counts: Counts) -> String {
    let path = printable(source.path());
    counts.in_words().map_or_else(String::new, |counts| {
        format!("{path}: not shown: {counts}; mend these first\n\n")
    })
}

fn report<'a>(source: &'a Source, finding: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&finding.message).id(finding.code.slug);
    let notes = finding.notes.iter().map(|note| Level::NOTE.message(note));
    let mut group = title.element(place(source, finding)).elements(notes);
    let Some(help) = &finding.help else {
        return vec![group];
    };
    let Some(edit) = help.edit.as_ref().filter(|_| help.shows_edit) else {
        group = group.element(Level::HELP.message(&help.text));
        return vec![group];
    };
    let replacements = edit.replacements(source);
    let spans: Vec<Span> = replacements.iter().map(|replacement| replacement.span).collect();
    let part = Part::around(source, &spans);
    let patches = replacements
        .into_iter()
        .map(|replacement| Patch::new(part.range(replacement.span), replacement.text));
    let snippet = part.snippet().patches(patches);
    vec![group, Level::HELP.secondary_title(&help.text).element(snippet)]
}

/// The source lines, or only the place where there is no text.
fn place<'a>(source: &'a Source, finding: &'a Diagnostic) -> Element<'a> {
    if source.text().is_empty() {
        return Origin::path(printable(source.path())).line(1).char_column(1).into();
    }
    let all = || [&finding.primary].into_iter().chain(&finding.related);
    let part = Part::around(source, &all().map(|label| label.span).collect::<Vec<_>>());
    let annotation = |kind: AnnotationKind, label: &'a Label| {
        let annotation = kind.span(part.range(label.span));
        if label.text.is_empty() { annotation } else { annotation.label(&label.text) }
    };
    part.snippet::<Annotation<'a>>()
        .annotation(annotation(AnnotationKind::Primary, &finding.primary))
        .annotations(finding.related.iter().map(|label| annotation(AnnotationKind::Context, label)))
        .into()
}

/// The lines around some places: what shows a finding goes through all that it is given, several times.
struct Part<'a> {
    source: &'a Source,
    /// The first line, from 1.
    line: usize,
    start: usize,
    end: usize,
}

impl<'a> Part<'a> {
    fn around(source: &'a Source, spans: &[Span]) -> Self {
        let first = spans.iter().map(|span| span.start).min().unwrap_or_default();
        let last = spans.iter().map(|span| span.end.max(span.start)).max().unwrap_or_default();
        // A place after the last line break is shown at the line before it.
        let line = source.line(first).saturating_sub(1).max(1);
        let end = source.start_of(source.line(last) + 2);
        Self { source, line, start: source.start_of(line), end }
    }

    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        Snippet::source(self.source.text().get(self.start..self.end).unwrap_or_default())
            .line_start(self.line)
            .path(printable(self.source.path()))
    }

    /// A span within the part: sure to lie in it, on character boundaries.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let clamp = |offset: usize| {
            let offset = self.source.text().floor_char_boundary(offset);
            offset.clamp(self.start, self.end) - self.start
        };
        clamp(span.start)..clamp(span.end.max(span.start))
    }
}
