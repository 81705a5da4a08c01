//! Writing a tree: all or nothing, as far as a file system allows.
//!
//! In: a comparison without conflicts, or with the ones the user gives up. Out: the tree on disk. The order
//! is what makes a kill harmless; each line is durable before the next begins:
//!
//! 1. every check; a refusal touches nothing;
//! 2. every new content as a temporary file in `.topogen/`, on the same file system;
//! 3. a manifest that lists, for every path about to change, the hash on disk *and* the new one;
//! 4. each temporary file put into its place, stale files and the directories they empty removed; whatever somebody
//!    changed since the comparison is kept and ends the write;
//! 5. the final manifest.
//!
//! Until 3 the tree is the old one, with rubbish in `.topogen/` that the next write clears. From 3 on every
//! file matches a listed hash, so the next write, of this or any other version, takes them all for ours.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};

use super::compare::{Change, Comparison};
use super::content::Content;
use super::disk::{Disk, Gate};
use super::error::TreeError;
use super::path::{MANIFEST, OWN_DIR, below, parent, parents};

const MANIFEST_TMP: &str = ".topogen/manifest.tmp";

/// A new content on its way to its place.
struct Staged<'c> {
    temporary: String,
    path: &'c str,
    content: &'c Content,
    /// What is there, if anything is.
    old: Option<&'c Content>,
}

/// What a write did, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there.
    pub added: Vec<String>,
    /// Files with new content.
    pub modified: Vec<String>,
    /// Files that are no longer generated.
    pub removed: Vec<String>,
}

impl Comparison<'_> {
    /// Makes the disk equal to the tree. Refuses on any conflict whose path is not in `overwrite`; a path in
    /// it that has no conflict means nothing.
    pub fn write(self, overwrite: &BTreeSet<String>) -> Result<Written, TreeError> {
        self.write_through(overwrite, &|_, _| Ok(()))
    }

    pub(super) fn write_through(
        self,
        overwrite: &BTreeSet<String>,
        gate: Gate<'_>,
    ) -> Result<Written, TreeError> {
        self.refuse(overwrite)?;
        if self.is_clean() && self.leftovers.is_empty() {
            return Ok(Written::default());
        }
        let disk = Disk { root: &self.root, gate };
        disk.create_root()?;
        let _lock = disk.lock()?;
        let now = self.again()?;
        if (&now.changes, &now.manifest) != (&self.changes, &self.manifest) {
            return Err(TreeError::Moved(self.root.clone()));
        }
        now.leftovers.iter().try_for_each(|path| disk.remove_file(path))?;
        if !now.is_clean() {
            let staged = now.stage();
            now.prepare(disk, &staged)?;
            now.commit(disk, &staged).map_err(|e| TreeError::Interrupted(Box::new(e)))?;
        }
        Ok(now.written())
    }

    /// Refuses, before anything is touched, when files that are not ours are in the way, or when
    /// something is write-protected.
    pub fn refuse(&self, overwrite: &BTreeSet<String>) -> Result<(), TreeError> {
        self.refuse_conflicts(overwrite)?;
        self.refuse_read_only()
    }

    fn refuse_conflicts(&self, overwrite: &BTreeSet<String>) -> Result<(), TreeError> {
        let conflicts: Vec<_> = self
            .conflicts()
            .filter(|(path, _)| !overwrite.contains(*path))
            .map(|(path, why)| (path.to_owned(), why))
            .collect();
        if conflicts.is_empty() {
            return Ok(());
        }
        self.settled()?;
        Err(TreeError::Conflicts { conflicts, damaged: self.manifest_is_damaged() })
    }

    /// Files that another write was about to replace only seemed to be in the way.
    fn settled(&self) -> Result<(), TreeError> {
        // Without a lock file nobody has ever written; it is not made, for a refusal touches nothing.
        let lock = below(&self.root, &format!("{OWN_DIR}/lock"));
        let regular = fs::symlink_metadata(&lock).is_ok_and(|metadata| metadata.is_file());
        let lock = if regular { File::open(lock).ok() } else { None };
        if lock
            .as_ref()
            .is_some_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
        {
            return Err(TreeError::Busy(self.root.clone()));
        }
        let now = self.again()?;
        let same = (&now.changes, &now.manifest) == (&self.changes, &self.manifest);
        if same { Ok(()) } else { Err(TreeError::Moved(self.root.clone())) }
    }

    /// A rename replaces a write-protected file without asking, so we ask; and a write-protected directory
    /// would stop us halfway.
    fn refuse_read_only(&self) -> Result<(), TreeError> {
        let files = self.changes.iter().map(Change::path);
        // The attribute means something else for a directory on Windows.
        let changes = self.changes.iter().filter(|_| cfg!(unix));
        let directories = changes.flat_map(|change| parents(change.path()).chain([""]));
        for path in files.chain(directories).collect::<BTreeSet<_>>() {
            let full = below(&self.root, path);
            let read_only = fs::metadata(&full).is_ok_and(|it| it.permissions().readonly());
            if read_only {
                let (problem, help) = ("is write-protected", "make it writable and run again");
                return Err(TreeError::Refused { path: full, problem, help });
            }
        }
        Ok(())
    }

    /// Names a temporary file for every new content.
    fn stage(&self) -> Vec<Staged<'_>> {
        let contents = self.changes.iter().filter_map(|c| Some((c.path(), c.after()?, c.before())));
        let staged = contents.enumerate().map(|(number, (path, content, old))| Staged {
            temporary: format!("{OWN_DIR}/{number}.tmp"),
            path,
            content,
            old,
        });
        staged.collect()
    }

    /// Steps 2 and 3. A failure leaves every file as it was.
    fn prepare(&self, disk: Disk<'_>, staged: &[Staged<'_>]) -> Result<(), TreeError> {
        let result = staged
            .iter()
            .try_for_each(|file| disk.create_file(&file.temporary, file.content.bytes()))
            .and_then(|()| put_manifest(disk, &self.interim_manifest()));
        if result.is_err() {
            // Best effort, say on a full disk; what stays is cleared by the next write.
            let temporary = staged.iter().map(|file| &*file.temporary);
            temporary.chain([MANIFEST_TMP]).for_each(|path| _ = disk.remove_file(path));
        }
        result
    }

    /// Steps 4 and 5.
    fn commit(&self, disk: Disk<'_>, staged: &[Staged<'_>]) -> Result<(), TreeError> {
        let mut touched = BTreeSet::from([""]);
        for file in staged {
            create_parents(disk, file.path, &mut touched)?;
            match file.old {
                Some(old) => disk.replace(&file.temporary, file.path, old)?,
                None => disk.add(&file.temporary, file.path)?,
            }
        }
        for change in self.changes.iter().filter(|change| change.after().is_none()) {
            if let Some(old) = change.before() {
                disk.remove(change.path(), old)?;
                touched.insert(parent(change.path()));
            }
        }
        for (path, _) in self.listed.paths().filter(|(path, _)| !self.tree.wants(path)) {
            remove_empty_parents(disk, path, &mut touched);
        }
        // Before the final manifest, which no longer lists the old contents.
        touched.iter().try_for_each(|path| disk.sync_dir(path))?;
        put_manifest(disk, &self.final_manifest())
    }

    fn written(self) -> Written {
        let mut written = Written::default();
        for change in self.changes {
            let list = match (change.before(), change.after()) {
                (None, _) => &mut written.added,
                (Some(_), Some(_)) => &mut written.modified,
                (Some(_), None) => &mut written.removed,
            };
            list.push(change.path().to_owned());
        }
        written
    }
}

fn put_manifest(disk: Disk<'_>, text: &str) -> Result<(), TreeError> {
    disk.create_file(MANIFEST_TMP, text.as_bytes())?;
    disk.rename(MANIFEST_TMP, MANIFEST)?;
    disk.sync_dir(OWN_DIR)
}

fn create_parents<'p>(
    disk: Disk<'_>,
    path: &'p str,
    touched: &mut BTreeSet<&'p str>,
) -> Result<(), TreeError> {
    for directory in parents(path) {
        if touched.insert(directory) {
            disk.create_dir(directory)?;
            touched.insert(parent(directory));
        }
    }
    Ok(())
}

/// The comparison has seen that none of the parents is a symlink.
fn remove_empty_parents<'p>(disk: Disk<'_>, path: &'p str, touched: &mut BTreeSet<&'p str>) {
    for directory in parents(path).rev() {
        if !disk.remove_empty_dir(directory) {
            return;
        }
        touched.remove(directory);
        touched.insert(parent(directory));
    }
}
