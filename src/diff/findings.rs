//! Hazards as findings at the lines of the topology that they come from, for whatever shows findings.

use super::{comparison::Comparison, danger::Danger};
use crate::{
    diag::{Counts, Diagnostic, Severity, Shown},
    hazard::Level,
    source::{Source, Span},
};

/// The hazards of a comparison that nobody has accepted, with the source that their places are in.
pub(crate) struct Findings<'c> {
    pub(crate) source: &'c Source,
    found: Vec<Diagnostic>,
}

impl<'c> Findings<'c> {
    pub(crate) fn of(one: &'c Comparison) -> Option<Self> {
        let source = one.after.source.as_ref()?;
        let open = one.dangers.iter().filter(|danger| danger.accepted.is_none());
        Some(Self { source, found: open.map(|danger| finding(one, danger)).collect() })
    }

    /// The worst first.
    pub(crate) fn shown(&self) -> Shown<'_> {
        Shown { findings: self.found.iter().collect(), left_out: Counts::default() }
    }
}

fn finding(one: &Comparison, danger: &Danger) -> Diagnostic {
    let hazard = &danger.hazard;
    let place = danger.edits.first().and_then(|index| one.edits.get(*index));
    let place = place.map_or(Span::default(), |edit| edit.place);
    let message = format!("{}: {}", hazard.level.as_str(), hazard.message);
    let mut finding = Diagnostic::new(&hazard.kind.code, place, message)
        .note(hazard.kind.code.explanation)
        .help(hazard.kind.instead);
    finding.notes.extend(hazard.addresses.first().map(|address| {
        let more = match hazard.addresses.len() {
            1 => String::new(),
            all => format!(" and {} more", all - 1),
        };
        format!("{}: {address}{more}", hazard.root)
    }));
    finding.severity = match hazard.level {
        Level::Safe | Level::Review => Severity::Warning,
        Level::Dangerous | Level::Irreversible => Severity::Error,
    };
    finding
}
