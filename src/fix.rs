//! Mends what is certain: applies the edits of findings until none is left.
//!
//! In: a [`Source`]. Out: the mended text, and what was done to it. Nothing here touches the disk.

use crate::{
    check,
    diag::{Applicability, Code, Diagnostic, Diagnostics, Layout, Levels, Replacement, apply},
    source::Source,
};

/// One mend may bring the next finding to light. A file that takes more than this is given back as far as it is.
const MOST_ROUNDS: usize = 100;

/// A source with what was mended in it.
pub struct Fixed {
    /// The mended text, under the same path.
    pub source: Source,
    /// What was done, in the order in which it was.
    pub mended: Vec<Mended>,
}

/// A finding that is no longer one.
pub struct Mended {
    /// Its kind.
    pub code: &'static Code,
    /// What was wrong.
    pub message: String,
    /// What was done.
    pub help: String,
    /// Where it was: the line, when it was mended.
    pub line: usize,
}

/// Applies every certain edit of the findings that count.
#[must_use]
pub fn fix(path: &str, text: &str, levels: &Levels) -> Fixed {
    let mut source = Source::new(path, text);
    let mut mended = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let Some((text, done)) = round(&source, levels) else { break };
        source = Source::new(path, text);
        mended.extend(done);
    }
    Fixed { source, mended }
}

/// The text after the edits that are certain now; of two that touch, the second one waits. `None` if there are none.
fn round(source: &Source, levels: &Levels) -> Option<(String, Vec<Mended>)> {
    let mut diags = Diagnostics::with(levels.clone());
    _ = check(source, &mut diags);
    let layout = Layout::new(source);
    let findings = diags.sorted();
    let edits: Vec<Vec<Replacement>> =
        findings.iter().map(|finding| certain(finding, &layout)).collect();
    let (text, applied) = apply(source.text(), &edits);
    let done = findings.iter().zip(applied).filter(|(_, applied)| *applied);
    let done: Vec<Mended> = done.map(|(finding, _)| Mended::new(finding, source)).collect();
    (text != source.text()).then_some((text, done))
}

fn certain(finding: &Diagnostic, layout: &Layout<'_>) -> Vec<Replacement> {
    let edit = finding.help.as_ref().and_then(|help| help.edit.as_ref());
    let edit = edit.filter(|edit| edit.applicability == Applicability::Certain);
    edit.map_or_else(Vec::new, |edit| edit.replacements_in(layout))
}

impl Mended {
    fn new(finding: &Diagnostic, source: &Source) -> Self {
        Self {
            code: finding.code,
            message: finding.message.clone(),
            help: finding.help.as_ref().map(|help| help.text.clone()).unwrap_or_default(),
            line: source.line(finding.primary.span.start),
        }
    }
}
