//! One side of a comparison.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Checked, inventory::Files, source::Source};

/// A tree and, where it is known, the topology that it is of.
#[derive(Default)]
pub(crate) struct Side {
    /// All files.
    pub(crate) files: Files,
    /// Those of the files that are not topogen's, where that is known.
    pub(crate) yours: Yours,
    /// Paths that topogen has written there, where that is known.
    pub(crate) listed: BTreeSet<String>,
    /// The topology, as a text.
    pub(crate) source: Option<Source>,
    /// The topology, if it is one.
    pub(crate) checked: Option<Checked>,
}

/// Files that are not topogen's.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Yours(BTreeMap<String, Vec<u8>>);

impl Side {
    /// What is not topogen's beside what this topogen would write.
    pub(super) fn yours(&self, rendered: &Files) -> Yours {
        let theirs: BTreeSet<&str> = rendered.iter().map(|(path, _)| path).collect();
        let is_ours = |path: &str| theirs.contains(path) || self.listed.contains(path);
        let yours = self.files.iter().filter(|(path, _)| !is_ours(path));
        Yours(yours.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect())
    }
}

impl Yours {
    pub(crate) fn new(files: Vec<(String, Vec<u8>)>) -> Self {
        Self(files.into_iter().collect())
    }

    pub(super) fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.0
    }

    /// Both together.
    pub(crate) fn beside(&self, rendered: &Files) -> Files {
        let mut all = rendered.clone();
        for (path, bytes) in &self.0 {
            all.insert(path.clone(), bytes);
        }
        all
    }
}
