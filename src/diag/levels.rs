//! What somebody makes of warnings, and how many findings there are of each severity.

use super::{
    code::{Code, Severity},
    finding::Diagnostic,
};

/// Which warnings count as errors, and which not at all. Errors stay errors.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    denied: Vec<&'static Code>,
    allowed: Vec<&'static Code>,
}

/// What of the findings is shown.
#[derive(Debug)]
pub struct Shown<'d> {
    /// In source order.
    pub findings: Vec<&'d Diagnostic>,
    /// How many were counted and not kept.
    pub left_out: Counts,
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors, and warnings that were denied.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// There are more errors, which nobody counted.
    pub are_more: bool,
}

impl Levels {
    /// Warnings that are errors, and warnings that are silent.
    #[must_use]
    pub fn new(denied: Vec<&'static Code>, allowed: Vec<&'static Code>) -> Self {
        Self { denied, allowed }
    }

    /// How bad a finding of a kind is; `None` is silence.
    pub(super) fn severity(&self, code: &Code) -> Option<Severity> {
        let is_in = |list: &[&Code]| list.iter().any(|other| other.slug == code.slug);
        match code.severity {
            Severity::Warning if is_in(&self.allowed) => None,
            Severity::Warning if is_in(&self.denied) => Some(Severity::Error),
            Severity::Error | Severity::Warning => Some(code.severity),
        }
    }
}

impl Counts {
    /// The number of one severity.
    pub(super) fn of(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        }
    }

    /// Both together.
    #[must_use]
    pub fn total(self) -> usize {
        self.errors + self.warnings
    }

    /// `9 errors, 1 warning`; `None` when there is none.
    #[must_use]
    pub fn in_words(self) -> Option<String> {
        let counts = [(self.errors, "error"), (self.warnings, "warning")];
        let counts = counts.into_iter().filter(|(number, _)| *number > 0);
        let counts: Vec<String> = counts.map(|(number, what)| counted(number, what)).collect();
        let least = if self.are_more { "at least " } else { "" };
        (!counts.is_empty()).then(|| format!("{least}{}", counts.join(", ")))
    }
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            are_more: self.are_more || other.are_more,
        }
    }
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, counts| sum + counts)
    }
}

/// `1 file`, `2 files`
pub(crate) fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
