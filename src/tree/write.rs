//! Writing a tree: all or nothing, as far as a file system allows.
//!
//! In: a comparison without conflicts, or with the ones the user gives up. Out: the tree on disk. The order
//! is what makes a kill harmless; each line is durable before the next begins:
//!
//! 1. every check; a refusal touches nothing;
//! 2. every new content as a temporary file in `.topogen/`, on the same file system; where a directory is new, the whole
//!    directory;
//! 3. a manifest that lists, for every path about to change, the hash on disk *and* the new one;
//! 4. each temporary file or directory put into its place, stale files and the directories they empty removed; whatever somebody
//!    changed since the comparison is kept and ends the write;
//! 5. the final manifest.
//!
//! Until 3 the tree is the old one, with rubbish in `.topogen/` that the next write clears. From 3 on every
//! file matches a listed hash, so the next write, of this or any other version, takes them all for ours.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};

use super::compare::{Change, Comparison};
use super::content::Content;
use super::disk::{Disk, Gate, Lock};
use super::error::TreeError;
use super::path::{MANIFEST, OWN_DIR, STAGED, below, parent, parents};
use super::read::Reader;

const MANIFEST_TMP: &str = ".topogen/manifest.tmp";

/// Something new on its way to its place.
struct Staged<'c> {
    temporary: String,
    path: &'c str,
    what: What<'c>,
}

enum What<'c> {
    /// A content, and what is there, if anything is.
    File(&'c Content, Option<&'c Content>),
    /// A directory with its files, by path from there.
    Directory(Vec<(&'c str, &'c Content)>),
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
        now.leftovers.iter().try_for_each(|path| clear(disk, path))?;
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
        let file = if regular { File::open(lock).ok() } else { None };
        let lock = file.map(Lock::take);
        if matches!(lock, Some(Err(TryLockError::WouldBlock))) {
            return Err(TreeError::Busy(self.root.clone()));
        }
        let now = self.again()?;
        let same = (&now.changes, &now.manifest) == (&self.changes, &self.manifest);
        if same { Ok(()) } else { Err(TreeError::Moved(self.root.clone())) }
    }

    /// A rename replaces a write-protected file without asking, so we ask; and a write-protected directory
    /// would stop us halfway.
    fn refuse_read_only(&self) -> Result<(), TreeError> {
        let files = self.changes.iter().filter(|c| c.before().is_some()).map(Change::path);
        // The attribute means something else for a directory on Windows.
        let changes = self.changes.iter().filter(|_| cfg!(unix));
        // What is not there yet is not protected, only where it is to be.
        let directories = changes.flat_map(|change| {
            let path = self.absent_above(change.path()).unwrap_or(change.path());
            parents(path).chain([""])
        });
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

    /// Names something temporary for everything new. Sorted by path, so a directory's files follow each other.
    fn stage(&self) -> Vec<Staged<'_>> {
        let mut staged: Vec<Staged<'_>> = Vec::new();
        for change in &self.changes {
            let (path, Some(content)) = (change.path(), change.after()) else { continue };
            let number = staged.len();
            let Some(directory) = self.absent_above(path) else {
                let temporary = format!("{OWN_DIR}/{number}.tmp");
                let what = What::File(content, change.before());
                staged.push(Staged { temporary, path, what });
                continue;
            };
            let inner = path.get(directory.len() + 1..).unwrap_or_default();
            if let Some(Staged { path, what: What::Directory(files), .. }) = staged.last_mut()
                && *path == directory
            {
                files.push((inner, content));
            } else {
                let temporary = format!("{STAGED}/{number}");
                let what = What::Directory(vec![(inner, content)]);
                staged.push(Staged { temporary, path: directory, what });
            }
        }
        staged
    }

    /// Steps 2 and 3. A failure leaves every file as it was.
    fn prepare(&self, disk: Disk<'_>, staged: &[Staged<'_>]) -> Result<(), TreeError> {
        let result =
            create(disk, staged).and_then(|()| put_manifest(disk, &self.interim_manifest()));
        if result.is_err() {
            // Best effort, say on a full disk; what stays is cleared by the next write.
            let leftovers = Reader::new(&self.root).and_then(|mut reader| reader.leftovers());
            leftovers.iter().flatten().for_each(|path| _ = clear(disk, path));
        }
        result
    }

    /// Steps 4 and 5.
    fn commit(&self, disk: Disk<'_>, staged: &[Staged<'_>]) -> Result<(), TreeError> {
        let mut touched = BTreeSet::from([""]);
        for Staged { temporary, path, what } in staged {
            touched.insert(parent(path));
            match what {
                What::File(_, Some(old)) => disk.replace(temporary, path, old)?,
                What::File(_, None) => disk.add(temporary, path)?,
                What::Directory(_) => disk.add_dir(temporary, path)?,
            }
        }
        if staged.iter().any(|it| matches!(it.what, What::Directory(_))) {
            disk.remove_empty_dir(STAGED);
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

/// Makes everything new where it is nobody's, down to the entries of its directories.
fn create(disk: Disk<'_>, staged: &[Staged<'_>]) -> Result<(), TreeError> {
    let mut made = BTreeSet::new();
    for Staged { temporary, what, .. } in staged {
        let files = match what {
            What::File(content, _) => {
                disk.create_file(temporary, content.bytes())?;
                continue;
            }
            What::Directory(files) => files,
        };
        for (inner, content) in files {
            let path = format!("{temporary}/{inner}");
            for directory in parents(&path).skip_while(|it| *it != STAGED) {
                if !made.contains(directory) {
                    disk.create_dir(directory)?;
                    made.insert(directory.to_owned());
                }
            }
            disk.create_file(&path, content.bytes())?;
        }
    }
    made.iter().try_for_each(|directory| disk.sync_dir(directory))
}

/// Removes what a killed write left.
fn clear(disk: Disk<'_>, path: &str) -> Result<(), TreeError> {
    let Some(directory) = path.strip_suffix('/') else { return disk.remove_file(path) };
    disk.remove_empty_dir(directory);
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
