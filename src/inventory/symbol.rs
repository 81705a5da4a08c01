//! What is not known yet: an expression over what it waits for.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

/// What tells two expressions apart.
pub(super) type Digest = [u8; 16];

/// Something that is known after an apply, or that we do not evaluate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// An attribute of an object, or of a data source: the root, its address there, the path.
    Attribute {
        /// `foundation`
        root: Arc<str>,
        /// `module.keys.aws_kms_key.this["us-east-1"]`
        address: Arc<str>,
        /// `arn`
        path: Arc<str>,
    },
    /// A variable of a root that has no default.
    Input {
        /// The root.
        root: Arc<str>,
        /// The variable.
        name: Arc<str>,
    },
    /// Whether anything happens to objects of a block, or of a module as a whole: a data source with `depends_on` is read
    /// after that.
    Pending {
        /// The root.
        root: Arc<str>,
        /// Without keys of instances.
        address: Arc<str>,
    },
    /// Not evaluated, and why.
    Unread(Arc<str>),
}

/// A value that no output may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    /// In states, but not in plans.
    Sensitive,
    /// In neither.
    Ephemeral,
}

/// A value that is not known, or not to be shown. Two with one digest are equal, whatever they will be, unless a part was
/// not read at all. Of two with one core nobody can say: other functions of one value may come to the same.
#[derive(Debug, PartialEq, Eq)]
pub struct Sym {
    pub(super) digest: Digest,
    /// What it waits for, and the texts and collections around that: without what functions make of it.
    pub(super) core: u64,
    /// Sorted; most have one.
    pub(super) waits: Vec<Wait>,
    pub(super) hidden: Option<Hidden>,
    /// Neither a collection nor an object.
    pub(super) scalar: bool,
}

impl Sym {
    /// What tells it apart from every other expression.
    #[must_use]
    pub const fn digest(&self) -> &[u8] {
        &self.digest
    }

    /// What tells it apart from what is another value for certain, as long as what it waits for stays.
    #[must_use]
    pub const fn core(&self) -> u64 {
        self.core
    }

    /// What it waits for.
    #[must_use]
    pub fn waits(&self) -> &[Wait] {
        &self.waits
    }

    /// Whether it must not be shown.
    #[must_use]
    pub const fn hidden(&self) -> Option<Hidden> {
        self.hidden
    }

    /// Whether it is a text, a number or a truth.
    #[must_use]
    pub const fn scalar(&self) -> bool {
        self.scalar
    }

    /// Whether every part was read, so that the same expression is the same value.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !self.waits.iter().any(|wait| matches!(wait, Wait::Unread(_)))
    }
}

impl fmt::Display for Wait {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute { root, address, path } if root.is_empty() => {
                write!(to, "{address}.{path}")
            }
            Self::Attribute { root, address, path } => write!(to, "{root}: {address}.{path}"),
            Self::Input { root, name } => write!(to, "{root}: var.{name}"),
            Self::Pending { root, address } => write!(to, "{root}: {address}"),
            Self::Unread(why) => to.write_str(why),
        }
    }
}

/// Parts one after another, none of which can run into the next.
pub(super) struct Hash(Sha256);

impl Hash {
    pub(super) fn new(what: &str) -> Self {
        let mut hash = Self(Sha256::new());
        hash.text(what);
        hash
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    pub(super) fn end(self) -> Digest {
        let mut digest = Digest::default();
        for (to, from) in digest.iter_mut().zip(self.0.finalize()) {
            *to = from;
        }
        digest
    }
}
