//! What can do harm, and how bad it is.

use crate::{diag::Code, inventory::Inventory, plan::Plan};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Nothing dangerous is visible in the code.
    Safe,
    /// Somebody should have seen it.
    Review,
    /// Users notice, or a protection is gone.
    Dangerous,
    /// No later commit brings back what is lost.
    Irreversible,
}

impl Level {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Review => "review",
            Self::Dangerous => "dangerous",
            Self::Irreversible => "irreversible",
        }
    }
}

/// A kind of harm.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Its name, and what it does.
    pub(crate) code: Code,
    /// The way to do it right.
    pub(crate) instead: &'static str,
    /// Reverting the commit does not bring back what it was, however bad it is.
    pub(crate) is_for_good: bool,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.code.slug == other.code.slug
    }
}

impl Eq for Kind {}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code.slug.cmp(other.code.slug)
    }
}

impl Kind {
    /// `does`: what it does to users and data, as a sentence without a period.
    pub(super) const fn new(
        slug: &'static str,
        summary: &'static str,
        does: &'static str,
        instead: &'static str,
    ) -> Self {
        Self { code: Code::warning(slug, summary, does), instead, is_for_good: false }
    }

    /// The same, of what no later commit undoes.
    pub(super) const fn for_good(self) -> Self {
        Self { is_for_good: true, ..self }
    }

    pub(super) fn hazard(
        &'static self,
        level: Level,
        root: &str,
        addresses: Vec<String>,
        message: String,
    ) -> Hazard {
        Hazard { kind: self, level, root: root.to_owned(), addresses, message }
    }
}

/// Something that can do harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hazard {
    /// What kind of harm.
    pub(crate) kind: &'static Kind,
    /// How bad.
    pub(crate) level: Level,
    /// Where: a root.
    pub(crate) root: String,
    /// Its objects, sorted.
    pub(crate) addresses: Vec<String>,
    /// What happens: lower case, no period.
    pub(crate) message: String,
}

/// What the rules look at.
pub(super) struct Changed<'c> {
    pub(super) before: &'c Inventory,
    pub(super) after: &'c Inventory,
    pub(super) plan: &'c Plan,
}
