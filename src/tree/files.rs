//! The files of one output tree.
//!
//! In: contents by path, from `emit`. Out: the same, or the first bug among them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::content::Content;
use super::path::{self, GITIGNORE};

static GITIGNORE_TEXT: LazyLock<Content> = LazyLock::new(|| "/lock\n/*.tmp\n".into());

/// The files of one output tree, by relative path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, Content>,
    /// Those of them that give way to a file that is not ours.
    yielding: BTreeSet<String>,
    /// The first rule that `emit` broke; see [`Tree::insert`].
    bug: Option<String>,
}

impl Tree {
    /// Creates a tree without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. The path has `/` between components of `[A-Za-z0-9._-]+`, none of them `.` or `..`; it
    /// is new to the tree, also when case is ignored; a text has no carriage return and no NUL, which binary
    /// content has.
    ///
    /// A violation is a bug in topogen, not in the topology. It is kept, the file is not, and
    /// [`Tree::compare`], through which every use of a tree goes, returns it as [`TreeError::Bug`](super::TreeError::Bug).
    pub fn insert(&mut self, path: impl Into<String>, content: impl Into<Content>) {
        let (path, content) = (path.into(), content.into());
        let problem = if let Some(problem) = content.problem() {
            Some(problem)
        } else if self.files.contains_key(&path) {
            Some("was generated twice")
        } else {
            path::problem(&path)
        };
        match problem {
            None => _ = self.files.insert(path, content),
            Some(problem) => _ = self.bug.get_or_insert(format!("`{path}` {problem}")),
        }
    }

    /// Adds a file that people may have one of their own of, such as `.gitignore`: theirs, and ours once
    /// they have edited it, stays as it is and is in nobody's way.
    pub fn insert_unless_theirs(&mut self, path: impl Into<String>, text: String) {
        let path = path.into();
        self.yielding.insert(path.clone());
        self.insert(path, text);
    }

    /// Iterates over the texts with their paths, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.contents().filter_map(|(path, content)| Some((path, content.text()?)))
    }

    /// Iterates over all files, sorted by path.
    pub fn contents(&self) -> impl Iterator<Item = (&str, &Content)> {
        self.files.iter().map(|(path, content)| (path.as_str(), content))
    }

    /// The first rule of [`Tree::insert`] that was broken, alone or side by side.
    pub(super) fn bug(&self) -> Option<String> {
        self.bug.clone().or_else(|| path::clash(self.files.keys()))
    }

    /// Whether a file gives way to one that is not ours.
    pub(super) fn yields(&self, path: &str) -> bool {
        self.yielding.contains(path)
    }

    /// Iterates over everything a write leaves on disk, the manifest apart.
    pub(super) fn wanted(&self) -> impl Iterator<Item = (&str, &Content)> {
        std::iter::once((GITIGNORE, &*GITIGNORE_TEXT)).chain(self.contents())
    }

    pub(super) fn wants(&self, path: &str) -> bool {
        path == GITIGNORE || self.files.contains_key(path)
    }
}
