//! Every call of a write that changes the disk, one method each.
//!
//! In: paths below the root that a comparison has looked at. Out: done, or a [`TreeError`] that says what was
//! being done. Before each call a *gate* is asked, so that a test can end the program at any of them;
//! outside tests it is always open.

use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;

use super::content::Content;
use super::error::TreeError;
use super::path::{OWN_DIR, below};

/// Is asked what is about to happen to which path; an error is what the call then returns.
pub(super) type Gate<'g> = &'g dyn Fn(&'static str, &str) -> io::Result<()>;

/// The disk below a root.
#[derive(Clone, Copy)]
pub(super) struct Disk<'g> {
    pub(super) root: &'g Path,
    pub(super) gate: Gate<'g>,
}

/// A lock on a file, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// Takes it if nobody has it. A file system without locks goes without.
    pub(super) fn take(file: File) -> Result<Self, TryLockError> {
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(TryLockError::Error(e)) if has_no_locks(&e) => return Ok(Self(file)),
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // To close the file is not enough: a program that another thread is starting has it open, too, for a moment.
        _ = self.0.unlock();
    }
}

impl Disk<'_> {
    /// Creates the root and our directory in it.
    pub(super) fn create_root(self) -> Result<(), TreeError> {
        self.call("create", "", |root| fs::create_dir_all(root))?;
        self.create_dir(OWN_DIR)
    }

    /// Takes the lock that keeps two writers apart.
    ///
    /// The lock file stays: removing it would let a third writer lock a new one while a second one still
    /// waits for the old.
    pub(super) fn lock(self) -> Result<Lock, TreeError> {
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
        Lock::take(file).map_err(|error| match error {
            TryLockError::WouldBlock => TreeError::Busy(self.root.to_owned()),
            TryLockError::Error(source) => {
                TreeError::Io { doing: "lock", path: below(self.root, &path), source }
            }
        })
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
        self.step("write", path, || file.write_all(bytes))?;
        self.step("sync", path, || file.sync_all())
    }

    /// Puts a file into its place, atomically.
    pub(super) fn rename(self, from: &str, to: &str) -> Result<(), TreeError> {
        let from = below(self.root, from);
        self.call("replace", to, |to| fs::rename(from, to))
    }

    /// Puts a file into the place of one that still has the text that it was compared with.
    pub(super) fn replace(self, from: &str, to: &str, old: &Content) -> Result<(), TreeError> {
        let from = below(self.root, from);
        self.call("replace", to, |to| unchanged(to, old).and_then(|()| fs::rename(from, to)))
    }

    /// Puts a file into the place of one that still has these bytes.
    pub(super) fn replace_bytes(self, from: &str, to: &str, old: &[u8]) -> Result<(), TreeError> {
        let from = below(self.root, from);
        self.call("replace", to, |to| {
            if fs::read(to)? == old { fs::rename(from, to) } else { Err(meanwhile()) }
        })
    }

    /// Gives a file the permissions of another one.
    pub(super) fn permit(self, path: &str, permissions: Permissions) -> Result<(), TreeError> {
        self.call("set the permissions of", path, |path| fs::set_permissions(path, permissions))
    }

    /// Puts a file where there is none. Unlike a rename, a link takes no other file's place.
    pub(super) fn add(self, from: &str, to: &str) -> Result<(), TreeError> {
        let source = below(self.root, from);
        let is_linked = self.call("add", to, |to| match fs::hard_link(&source, to) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(meanwhile()),
            // A file system without links; nothing was there a moment ago.
            Err(error) if fs::symlink_metadata(to).is_err() && is_unsupported(&error) => {
                fs::rename(&source, to).map(|()| false)
            }
            linked => linked.map(|()| true),
        })?;
        if is_linked { self.remove_file(from) } else { Ok(()) }
    }

    /// Puts a directory where there is none. A rename takes the place of nothing but an empty one.
    pub(super) fn add_dir(self, from: &str, to: &str) -> Result<(), TreeError> {
        let from = below(self.root, from);
        self.call("add", to, |to| {
            fs::rename(from, to)
                .map_err(|error| if fs::symlink_metadata(to).is_ok() { meanwhile() } else { error })
        })
    }

    /// Removes a file, or a symlink itself.
    pub(super) fn remove_file(self, path: &str) -> Result<(), TreeError> {
        self.call("remove", path, |path| fs::remove_file(path))
    }

    /// Removes a file that still has the text that it was compared with.
    pub(super) fn remove(self, path: &str, old: &Content) -> Result<(), TreeError> {
        self.call("remove", path, |path| unchanged(path, old).and_then(|()| fs::remove_file(path)))
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
        self.step(doing, path, || run(&full))
    }

    fn step<T>(
        self,
        doing: &'static str,
        path: &str,
        run: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, TreeError> {
        let failed = |source| TreeError::Io { doing, path: below(self.root, path), source };
        (self.gate)(doing, path).and_then(|()| run()).map_err(failed)
    }
}

/// An edit that was saved while we were writing is kept: the next comparison shows it.
fn unchanged(path: &Path, old: &Content) -> io::Result<()> {
    let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    let same = is_file && Content::read(fs::read(path)?).is_ok_and(|now| now == *old);
    if same { Ok(()) } else { Err(meanwhile()) }
}

fn meanwhile() -> io::Error {
    io::Error::other("somebody changed it meanwhile, and it is kept")
}

/// As on a network file system without a lock service, which says `ENOLCK`.
fn has_no_locks(error: &io::Error) -> bool {
    const ENOLCK: i32 = if cfg!(target_os = "linux") { 37 } else { 77 };
    error.kind() == io::ErrorKind::Unsupported || error.raw_os_error() == Some(ENOLCK)
}

fn is_unsupported(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(error.kind(), Kind::Unsupported | Kind::PermissionDenied | Kind::TooManyLinks)
}
