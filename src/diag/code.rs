//! What kinds of finding there are.
//!
//! Core codes are declared here or beside their rule; a building block declares its own and names
//! them in its registry entry. [`Code::all`] is the one table.

use crate::{block, capacity, check, spec};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Worth knowing; the output is still written.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of finding. Slugs are never reused or renamed.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// What is printed, and what `topogen explain` takes: `weight-sum`.
    pub slug: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One line: the rule.
    pub summary: &'static str,
    /// A paragraph: why the rule exists and what to do.
    pub explanation: &'static str,
}

impl Code {
    pub(crate) const fn error(
        slug: &'static str,
        summary: &'static str,
        explanation: &'static str,
    ) -> Self {
        Self { slug, severity: Severity::Error, summary, explanation }
    }

    pub(crate) const fn warning(
        slug: &'static str,
        summary: &'static str,
        explanation: &'static str,
    ) -> Self {
        Self { slug, severity: Severity::Warning, summary, explanation }
    }

    /// Every code that topogen can report, by slug.
    #[must_use]
    pub fn all() -> Vec<&'static Self> {
        let blocks = block::REGISTRY.iter().flat_map(|block| block.codes);
        let mut all: Vec<_> = spec::CODES
            .iter()
            .chain(check::CODES)
            .chain(capacity::CODES)
            .chain(blocks)
            .copied()
            .collect();
        all.sort_unstable_by_key(|code| code.slug);
        all
    }
}
