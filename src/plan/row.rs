//! What happens to one object.

use aws_catalogue::Value as Plain;

use crate::inventory::{Step, Wait};

/// What happens to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Nothing, but perhaps at another address.
    Nothing,
    /// It is made.
    Create,
    /// It is changed in place.
    Update,
    /// It is destroyed, and another is made.
    Replace {
        /// In this order: the other one first.
        create_first: bool,
    },
    /// It is destroyed.
    Delete,
    /// It stays, and Terraform knows it no more.
    Forget,
}

impl Action {
    /// In Terraform's words.
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Nothing => &["no-op"],
            Self::Create => &["create"],
            Self::Update => &["update"],
            Self::Replace { create_first: false } => &["delete", "create"],
            Self::Replace { create_first: true } => &["create", "delete"],
            Self::Delete => &["delete"],
            Self::Forget => &["forget"],
        }
    }
}

/// The way to an argument.
pub type Path = Vec<Step>;

/// What happens to an object, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// `aws_vpc`
    pub kind: String,
    /// Its region, where it has one and that is known.
    pub region: Option<String>,
    /// The address that it had, where that was another one.
    pub previous: Option<String>,
    /// What happens.
    pub action: Action,
    /// What may happen instead.
    pub or: Vec<Action>,
    /// What forces a replacement: arguments of the type, sorted.
    pub replace_paths: Vec<String>,
    /// What is known on both sides and differs; of what is new, all that is configured and known.
    pub changes: Vec<(Path, Plain, Plain)>,
    /// What is known after the apply, or has another value that is known by then.
    pub unknown_after: Vec<Path>,
    /// What differs, and Terraform does not look at.
    pub ignored: Vec<Path>,
    /// AWS has it, and this plan takes it into the state.
    pub is_imported: bool,
    /// Terraform refuses to plan it: `prevent_destroy`.
    pub is_refused: bool,
    /// AWS refuses to do it: deletion protection is on.
    pub is_protected: bool,
    /// Why something else may happen instead.
    pub because: Vec<Because>,
}

/// Why nobody can know what happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// The argument.
    pub path: String,
    /// What its value waits for; nothing where AWS decides.
    pub waits_for: Vec<Wait>,
    /// On what it hangs, in words.
    pub when: Option<String>,
}

impl Row {
    /// Whether nothing else may happen.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        self.or.is_empty()
    }

    /// Who refuses it, in the words of the JSON.
    #[must_use]
    pub const fn refused_by(&self) -> Option<&'static str> {
        match (self.is_refused, self.is_protected) {
            (true, _) => Some("prevent_destroy"),
            (false, true) => Some("aws"),
            (false, false) => None,
        }
    }

    pub(super) fn new(kind: &str, region: Option<&str>) -> Self {
        Self {
            kind: kind.to_owned(),
            region: region.map(str::to_owned),
            previous: None,
            action: Action::Nothing,
            or: Vec::new(),
            replace_paths: Vec::new(),
            changes: Vec::new(),
            unknown_after: Vec::new(),
            ignored: Vec::new(),
            is_imported: false,
            is_refused: false,
            is_protected: false,
            because: Vec::new(),
        }
    }
}
