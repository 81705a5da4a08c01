//! What kinds of finding there are.
//!
//! A code is declared beside its rule and named in the list of its room or building block;
//! [`crate::codes`] is the one table.

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
}
