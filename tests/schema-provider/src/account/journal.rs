//! The file of an account: a line of JSON for each thing that happened.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Account, Event};
use crate::problem::Problem;

/// Its name in the account's folder.
pub(super) const FILE: &str = "journal.jsonl";
const LOCK: &str = "lock";

/// The file, and how much of it is known.
pub(super) struct Journal {
    folder: PathBuf,
    read: AtomicU64,
}

/// The file while nobody else writes.
pub(super) struct Locked<'a> {
    file: File,
    read: &'a AtomicU64,
    /// Given back when it is closed.
    _lock: File,
}

impl Journal {
    pub(super) fn new(folder: impl AsRef<Path>) -> Self {
        Self { folder: folder.as_ref().to_owned(), read: AtomicU64::new(0) }
    }

    /// Lets happen what others have written since. The account's own lock is held.
    pub(super) fn catch_up(&self, account: &mut Account) -> Result<(), Problem> {
        let file = match File::open(self.folder.join(FILE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(|error| broken(&error))?,
        };
        self.follow(file, account).map_err(|error| broken(&error))
    }

    fn follow(&self, mut file: File, account: &mut Account) -> io::Result<()> {
        let mut read = self.read.load(Ordering::Relaxed);
        if file.metadata()?.len() == read {
            return Ok(());
        }
        file.seek(SeekFrom::Start(read))?;
        let mut news = Vec::new();
        file.read_to_end(&mut news)?;
        // A line that has no end is being written, or never was.
        for line in news.split_inclusive(|byte| *byte == b'\n') {
            if line.ends_with(b"\n") {
                account.happens(serde_json::from_slice(line)?);
                read += length(line);
            }
        }
        self.read.store(read, Ordering::Relaxed);
        Ok(())
    }

    pub(super) fn lock(&self, account: &mut Account) -> Result<Locked<'_>, Problem> {
        let mut locked = || {
            fs::create_dir_all(&self.folder)?;
            let lock = File::create(self.folder.join(LOCK))?;
            lock.lock()?;
            let journal = self.folder.join(FILE);
            let file = File::options().create(true).append(true).read(true).open(journal)?;
            self.follow(file.try_clone()?, account)?;
            // What a killed run left of a line.
            file.set_len(self.read.load(Ordering::Relaxed))?;
            Ok(Locked { file, read: &self.read, _lock: lock })
        };
        locked().map_err(|error| broken(&error))
    }
}

impl Locked<'_> {
    pub(super) fn append(&mut self, event: &Event) -> Result<(), Problem> {
        let mut line = serde_json::to_vec(event)
            .map_err(|error| Problem::new(format!("an event cannot be written: {error}")))?;
        line.push(b'\n');
        self.file.write_all(&line).map_err(|error| broken(&error))?;
        self.read.fetch_add(length(&line), Ordering::Relaxed);
        Ok(())
    }
}

fn length(line: &[u8]) -> u64 {
    u64::try_from(line.len()).unwrap_or(u64::MAX)
}

fn broken(error: &io::Error) -> Problem {
    Problem::new(format!("the account's folder: {error}"))
}
