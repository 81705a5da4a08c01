//! The comparison of a tree with a disk, and nothing that changes the disk.
//!
//! In: a checked tree and a root. Out: a [`Comparison`]: what a write would do to each file, sorted by path.
//! Assumes that nobody else changes the disk meanwhile; `write` compares again under a lock.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::content::Content;
use super::diff;
use super::error::{TreeError, Why};
use super::files::Tree;
use super::manifest::{self, Manifest, TooNew};
use super::path::{MANIFEST, parents};
use super::read::{Found, Reader};
use crate::bug::bug;

/// What a write would do to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'t> {
    /// Nothing is there.
    Add {
        /// Relative to the root.
        path: Cow<'t, str>,
        /// What to write.
        new: &'t Content,
    },
    /// Our file has other content.
    Modify {
        /// Relative to the root.
        path: Cow<'t, str>,
        /// What is on disk.
        old: Content,
        /// What to write.
        new: &'t Content,
    },
    /// Our file is no longer generated.
    Remove {
        /// Relative to the root.
        path: Cow<'t, str>,
        /// What is on disk.
        old: Content,
    },
    /// Somebody else's work is in the way. A write refuses, unless told to overwrite this path.
    Conflict {
        /// Relative to the root.
        path: Cow<'t, str>,
        /// Why it is not ours.
        why: Why,
        /// What is on disk.
        old: Content,
        /// What to write; none when the file is no longer generated.
        new: Option<&'t Content>,
    },
}

/// How a tree differs from a disk.
#[derive(Debug)]
#[must_use]
pub struct Comparison<'t> {
    /// What a write would do, sorted by path; a file without a change is not touched.
    pub changes: Vec<Change<'t>>,
    pub(super) tree: &'t Tree,
    pub(super) root: PathBuf,
    /// The manifest's text on disk.
    pub(super) manifest: Option<String>,
    pub(super) listed: Manifest,
    pub(super) leftovers: Vec<String>,
    /// Directories that are not there, without those below them.
    absent: BTreeSet<String>,
    /// Files that we would write and that are not ours: they stay, and the manifest does not list them.
    theirs: BTreeSet<&'t str>,
    hashes: Hashes<'t>,
}

impl Tree {
    /// Compares with what is on disk under `root`, which need not exist. Reads only.
    pub fn compare(&self, root: &Path) -> Result<Comparison<'_>, TreeError> {
        self.bug().map_or_else(|| compare(self, root), |what| Err(TreeError::Bug(bug(what))))
    }
}

/// Of everything that is wanted, by path: found once, however often a tree is compared on its way to the disk.
type Hashes<'t> = Rc<BTreeMap<&'t str, String>>;

pub(super) fn compare<'t>(tree: &'t Tree, root: &Path) -> Result<Comparison<'t>, TreeError> {
    let hash = |(path, content): (&'t str, &Content)| (path, manifest::hash(content.bytes()));
    compare_hashed(tree, root, Rc::new(tree.wanted().map(hash).collect()))
}

fn compare_hashed<'t>(
    tree: &'t Tree,
    root: &Path,
    hashes: Hashes<'t>,
) -> Result<Comparison<'t>, TreeError> {
    // An empty path means the working directory in `join`, and nothing at all in `metadata`.
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let mut disk = Reader::new(root)?;
    let manifest = disk.manifest()?;
    let listed = manifest.as_deref().map_or(Ok(Manifest::default()), Manifest::parse);
    let listed = listed.map_err(|TooNew| TreeError::Refused {
        path: root.join(MANIFEST),
        problem: "was written by a newer topogen",
        help: "upgrade topogen",
    })?;
    let mut changes = Vec::new();
    let mut theirs = BTreeSet::new();
    for (path, new) in tree.wanted() {
        match wanted(path, disk.wanted(path, new)?, new, &listed) {
            Some(Change::Conflict { .. }) if tree.yields(path) => {
                theirs.insert(path);
            }
            change => changes.extend(change),
        }
    }
    for (path, _) in listed.paths().filter(|(path, _)| !tree.wants(path)) {
        changes.extend(disk.listed(path)?.map(|old| unwanted(path, old, &listed)));
    }
    changes.sort_by(|a, b| a.path().cmp(b.path()));
    let leftovers = disk.leftovers()?;
    let (root, absent) = (root.to_owned(), disk.absent());
    Ok(Comparison { changes, tree, root, manifest, listed, leftovers, absent, theirs, hashes })
}

fn wanted<'t>(
    path: &'t str,
    old: Found,
    new: &'t Content,
    listed: &Manifest,
) -> Option<Change<'t>> {
    let path = Cow::Borrowed(path);
    match old {
        Found::Missing => Some(Change::Add { path, new }),
        Found::Same => None,
        Found::Other(old) if listed.owns(&path, old.bytes()) => {
            Some(Change::Modify { path, old, new })
        }
        Found::Other(old) => {
            let why = if listed.lists(&path) { Why::Edited } else { Why::NotOurs };
            Some(Change::Conflict { path, why, old, new: Some(new) })
        }
    }
}

fn unwanted<'t>(path: &str, old: Content, listed: &Manifest) -> Change<'t> {
    let path = Cow::Owned(path.to_owned());
    if listed.owns(&path, old.bytes()) {
        Change::Remove { path, old }
    } else {
        Change::Conflict { path, why: Why::Edited, old, new: None }
    }
}

impl<'t> Comparison<'t> {
    /// Compares with what is on disk now.
    pub(super) fn again(&self) -> Result<Self, TreeError> {
        compare_hashed(self.tree, &self.root, Rc::clone(&self.hashes))
    }

    /// The outermost directory above a path that is not there.
    pub(super) fn absent_above<'p>(&self, path: &'p str) -> Option<&'p str> {
        parents(path).find(|directory| self.absent.contains(*directory))
    }

    /// Tells whether a write would change nothing.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.changes.is_empty() && self.manifest.as_deref() == Some(&*self.final_manifest())
    }

    /// Iterates over the paths that need `--overwrite`, with the reason.
    pub fn conflicts(&self) -> impl Iterator<Item = (&str, Why)> {
        self.changes.iter().filter_map(|change| match change {
            Change::Conflict { path, why, .. } => Some((&**path, *why)),
            Change::Add { .. } | Change::Modify { .. } | Change::Remove { .. } => None,
        })
    }

    /// Iterates over the paths of everything that is or was generated.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let files = self.tree.wanted().map(|(path, _)| path);
        files.chain(self.changes.iter().map(Change::path))
    }

    /// Whether a path is one of what is generated.
    pub(crate) fn writes(&self, path: &str) -> bool {
        self.tree.wants(path)
    }

    /// Tells whether part of the manifest could not be used, as after a merge conflict.
    #[must_use]
    pub fn manifest_is_damaged(&self) -> bool {
        self.listed.damaged
    }

    /// Writes a unified diff of everything, as `git apply` takes it but for binary files, of which it says
    /// that they differ: empty exactly when clean. The manifest follows from the files, so it is shown only
    /// when nothing else differs.
    #[must_use]
    pub fn diff(&self) -> String {
        let files = self.changes.iter();
        let files: String = files.map(|c| diff::unified(c.path(), c.before(), c.after())).collect();
        if files.is_empty() && !self.is_clean() {
            let old = self.manifest.as_deref().map(Content::from);
            let new = self.final_manifest().into();
            return diff::unified(MANIFEST, old.as_ref(), Some(&new));
        }
        files
    }

    /// Writes a unified diff of the files in the way that nobody gave up.
    #[must_use]
    pub fn conflict_diff(&self, overwrite: &BTreeSet<String>) -> String {
        let conflicts = self.changes.iter().filter(
            |change| matches!(change, Change::Conflict { path, .. } if !overwrite.contains(&**path)),
        );
        conflicts.map(|c| diff::unified(c.path(), c.before(), c.after())).collect()
    }

    /// What is ours once it is written, each with its hash.
    fn ours(&self) -> impl Iterator<Item = (&'t str, &str)> {
        let hashes = self.hashes.iter().map(|(path, hash)| (*path, hash.as_str()));
        hashes.filter(|(path, _)| !self.theirs.contains(path))
    }

    /// The manifest of a complete tree.
    pub(super) fn final_manifest(&self) -> String {
        manifest::text(&self.ours().collect(), &BTreeMap::new())
    }

    /// The manifest of a tree that is being written: each file may have its old or its new content.
    pub(super) fn interim_manifest(&self) -> String {
        let old = |c| Some((Change::path(c), manifest::hash(Change::before(c)?.bytes())));
        let old: BTreeMap<&str, String> = self.changes.iter().filter_map(old).collect();
        let changed: BTreeSet<_> = self.changes.iter().map(Change::path).collect();
        let unchanged = self.ours().filter(|(path, _)| !changed.contains(path));
        // A listed file that is gone stays listed, so that the next run still clears its directory.
        let gone = self.listed.paths().filter(|(path, _)| !self.tree.wants(path));
        let mut files: BTreeMap<&str, &str> = gone.collect();
        files.extend(unchanged);
        files.extend(old.iter().map(|(path, hash)| (*path, hash.as_str())));
        let new = self.changes.iter().filter(|change| change.after().is_some());
        let new = new.filter_map(|change| {
            let (path, hash) = self.hashes.get_key_value(change.path())?;
            Some((*path, hash.as_str()))
        });
        manifest::text(&files, &new.collect())
    }
}

impl Change<'_> {
    /// Returns the path relative to the root.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Add { path, .. }
            | Self::Modify { path, .. }
            | Self::Remove { path, .. }
            | Self::Conflict { path, .. } => path,
        }
    }

    /// Returns what is on disk, a text with `\n` line endings; none when the file is missing.
    #[must_use]
    pub fn before(&self) -> Option<&Content> {
        match self {
            Self::Add { .. } => None,
            Self::Modify { old, .. } | Self::Remove { old, .. } | Self::Conflict { old, .. } => {
                Some(old)
            }
        }
    }

    /// Returns what to write; none when the file is to go.
    #[must_use]
    pub fn after(&self) -> Option<&Content> {
        match self {
            Self::Add { new, .. } | Self::Modify { new, .. } => Some(new),
            Self::Remove { .. } => None,
            Self::Conflict { new, .. } => *new,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOurs => "exists, and topogen did not write it",
            Self::Edited => "was edited after topogen wrote it",
        })
    }
}
