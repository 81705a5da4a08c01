//! The output tree: what a render produces, and how it gets onto a disk that people work on.
//!
//! In: texts by relative path, from `emit`. Out: one [`Comparison`] with the disk, the single source for
//! `render`, `render --check`, `--diff` and the golden tests. It may assume nothing about the disk.
//!
//! **Whose file is it?** `.topogen/manifest.json` lists every file topogen wrote, with its SHA-256. A file is
//! ours when it is listed and its hash matches. A file that holds exactly what would be written is never in
//! the way, listed or not. Everything else at a path we need is a [`Change::Conflict`], and one conflict
//! refuses the whole run. Paths that are neither generated nor listed are never looked at.
//!
//! **Line endings** are version control's business: `\r\n` counts as `\n` in every comparison and hash, so a
//! checkout with `core.autocrlf` is neither edited nor out of date. We write `\n`.
//!
//! **A kill at any instant** leaves each file entirely old or entirely new, under a manifest that lists
//! either (the order is in `write.rs`). The next comparison says so and the next write repairs it.
//!
//! Out of scope: somebody who swaps a directory for a symlink in the instant between check and rename
//! (`std` has no `openat`), and a file that becomes a directory of the same name, or the reverse, from one
//! render to the next (refused; the user removes the old one).

mod compare;
mod diff;
mod disk;
mod error;
mod manifest;
mod path;
mod read;
mod write;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

pub use self::compare::{Change, Comparison, Why};
pub use self::error::TreeError;
pub use self::write::Written;

/// Our own directory in the tree's root.
const OWN_DIR: &str = ".topogen";
/// Who wrote what; users commit it.
const MANIFEST: &str = ".topogen/manifest.json";
/// An ordinary owned file: keeps the lock and what a killed run leaves behind out of version control.
const GITIGNORE: (&str, &str) = (".topogen/.gitignore", "/lock\n/*.tmp\n");

/// The files of one output tree, by relative path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, String>,
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
    /// is new to the tree, also when case is ignored; the text has no carriage return.
    ///
    /// A violation is a bug in topogen, not in the topology. It is kept, the file is not, and
    /// [`Tree::compare`], through which every use of a tree goes, returns it as [`TreeError::Bug`].
    pub fn insert(&mut self, path: impl Into<String>, text: String) {
        let path = path.into();
        let problem = if text.contains('\r') {
            Some("has a carriage return in its text")
        } else if self.files.contains_key(&path) {
            Some("was generated twice")
        } else {
            path::problem(&path)
        };
        match problem {
            None => _ = self.files.insert(path, text),
            Some(problem) => _ = self.bug.get_or_insert(format!("`{path}` {problem}")),
        }
    }

    /// Iterates over path and text, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Compares with what is on disk under `root`, which need not exist. Reads only.
    pub fn compare(&self, root: &Path) -> Result<Comparison<'_>, TreeError> {
        if let Some(bug) = self.bug.clone().or_else(|| path::clash(self.files.keys())) {
            return Err(TreeError::Bug(bug));
        }
        compare::compare(self, root)
    }

    /// Iterates over everything a write leaves on disk, the manifest apart.
    fn wanted(&self) -> impl Iterator<Item = (&str, &str)> {
        std::iter::once(GITIGNORE).chain(self.files())
    }

    fn wants(&self, path: &str) -> bool {
        path == GITIGNORE.0 || self.files.contains_key(path)
    }
}
