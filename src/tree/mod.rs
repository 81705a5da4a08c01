//! The output tree: what a render produces, and how it gets onto a disk that people work on.
//!
//! In: contents by relative path, from `emit`. Out: one [`Comparison`] with the disk, the single source for
//! `render`, `render --check`, `--diff` and the golden tests. It may assume nothing about the disk.
//!
//! **Whose file is it?** `.topogen/manifest.json` lists every file topogen wrote, with its SHA-256. A file is
//! ours when it is listed and its hash matches. A file that holds exactly what would be written is never in
//! the way, listed or not. Everything else at a path we need is a [`Change::Conflict`], and one conflict
//! refuses the whole run; only a file that was inserted to [yield](Tree::insert_unless_theirs) is left to its
//! owner instead. Paths that are neither generated nor listed are never looked at.
//!
//! **Line endings** are version control's business: `\r\n` counts as `\n` in every comparison and hash, so a
//! checkout with `core.autocrlf` is neither edited nor out of date. We write `\n`. A file with a NUL byte is
//! [binary](Content::Binary), as version control has it, and compared byte by byte.
//!
//! **A kill at any instant** leaves each file entirely old or entirely new, under a manifest that lists
//! either (the order is in `write.rs`). The next comparison says so and the next write repairs it.
//!
//! Out of scope: somebody who swaps a directory for a symlink in the instant between check and rename
//! (`std` has no `openat`), and a file that becomes a directory of the same name, or the reverse, from one
//! render to the next (refused; the user removes the old one).

mod compare;
mod content;
mod diff;
mod disk;
mod error;
mod manifest;
mod path;
mod read;
mod write;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

pub use self::compare::{Change, Comparison, Why};
pub use self::content::Content;
pub use self::error::TreeError;
pub use self::write::Written;

/// Our own directory in the tree's root.
const OWN_DIR: &str = ".topogen";
/// Who wrote what; users commit it.
const MANIFEST: &str = ".topogen/manifest.json";
/// An ordinary owned file: keeps the lock and what a killed run leaves behind out of version control.
const GITIGNORE: &str = ".topogen/.gitignore";
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
    /// [`Tree::compare`], through which every use of a tree goes, returns it as [`TreeError::Bug`].
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

    /// Compares with what is on disk under `root`, which need not exist. Reads only.
    pub fn compare(&self, root: &Path) -> Result<Comparison<'_>, TreeError> {
        if let Some(bug) = self.bug.clone().or_else(|| path::clash(self.files.keys())) {
            return Err(TreeError::Bug(bug));
        }
        compare::compare(self, root)
    }

    /// Iterates over everything a write leaves on disk, the manifest apart.
    fn wanted(&self) -> impl Iterator<Item = (&str, &Content)> {
        std::iter::once((GITIGNORE, &*GITIGNORE_TEXT)).chain(self.contents())
    }

    fn wants(&self, path: &str) -> bool {
        path == GITIGNORE || self.files.contains_key(path)
    }
}
