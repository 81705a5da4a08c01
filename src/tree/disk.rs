//! Every call of a write that changes the disk, one method each.
//!
//! In: paths below the root that a comparison has looked at. Out: done, or a [`TreeError`] that says what was
//! being done. Before each call a *gate* is asked, so that a test can end the program at any of them;
//! outside tests it is always open.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;

use super::path::below;
use super::{OWN_DIR, TreeError};

/// Is asked what is about to happen to which path; an error is what the call then returns.
pub(super) type Gate<'g> = &'g dyn Fn(&'static str, &str) -> io::Result<()>;

/// The disk below a root.
#[derive(Clone, Copy)]
pub(super) struct Disk<'g> {
    pub(super) root: &'g Path,
    pub(super) gate: Gate<'g>,
}

impl Disk<'_> {
    /// Creates the root and our directory in it.
    pub(super) fn create_root(self) -> Result<(), TreeError> {
        self.call("create", "", |root| fs::create_dir_all(root))?;
        self.create_dir(OWN_DIR)
    }

    /// Takes the lock that keeps two writers apart until the file is dropped.
    ///
    /// The lock file stays: removing it would let a third writer lock a new one while a second one still
    /// waits for the old. A file system without locks goes without.
    pub(super) fn lock(self) -> Result<File, TreeError> {
        let path = format!("{OWN_DIR}/lock");
        let file = self.call("lock", &path, |path| {
            if fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    "it is not a regular file",
                ));
            }
            File::options().create(true).truncate(false).write(true).open(path)
        })?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(TreeError::Busy(self.root.to_owned())),
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => Ok(file),
            Err(TryLockError::Error(source)) => {
                Err(TreeError::Io { doing: "lock", path: self.root.join(path), source })
            }
        }
    }

    /// Creates a directory whose parent exists.
    pub(super) fn create_dir(self, path: &str) -> Result<(), TreeError> {
        self.call("create", path, |path| match fs::create_dir(path) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            result => result,
        })
    }

    /// Writes a new file, with the mode that the user's umask gives, and makes its content durable.
    pub(super) fn create_file(self, path: &str, bytes: &[u8]) -> Result<(), TreeError> {
        let mut file = self.call("create", path, |path| File::create_new(path))?;
        self.call("write", path, |_| file.write_all(bytes))?;
        self.call("sync", path, |_| file.sync_all())
    }

    /// Puts a file into its place, atomically.
    pub(super) fn rename(self, from: &str, to: &str) -> Result<(), TreeError> {
        let from = self.root.join(from);
        self.call("replace", to, |to| fs::rename(from, to))
    }

    /// Removes a file, or a symlink itself.
    pub(super) fn remove_file(self, path: &str) -> Result<(), TreeError> {
        self.call("remove", path, |path| fs::remove_file(path))
    }

    /// Removes a directory if it is empty, and tells whether it is gone.
    pub(super) fn remove_empty_dir(self, path: &str) -> bool {
        let gone = self.call("remove", path, |path| match fs::remove_dir(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        });
        // An empty directory does no harm, so a failure is none.
        gone.is_ok()
    }

    /// Makes the entries of a directory durable.
    pub(super) fn sync_dir(self, path: &str) -> Result<(), TreeError> {
        self.call(
            "sync",
            path,
            |path| {
                if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
            },
        )
    }

    fn call<T>(
        self,
        doing: &'static str,
        path: &str,
        run: impl FnOnce(&Path) -> io::Result<T>,
    ) -> Result<T, TreeError> {
        let full = below(self.root, path);
        (self.gate)(doing, path).and_then(|()| run(&full)).map_err(|source| TreeError::Io {
            doing,
            path: full,
            source,
        })
    }
}
