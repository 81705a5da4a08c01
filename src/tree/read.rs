//! Reading the disk below a root without ever following a symlink.
//!
//! In: paths that `path` has approved. Out: the content of a file, a text with `\n` line endings.
//! Assumes nothing: a component can be anything, and then the answer is a [`TreeError`] that names it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::content::{Content, NotText};
use super::error::TreeError;
use super::path::{MANIFEST, OWN_DIR, STAGED, below, parents};

/// Ten thousand files have one of 1.5 MB.
const MAX_MANIFEST: u64 = 8 << 20;

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Missing,
    File,
    Directory,
    /// A pipe, a device, a socket: reading it could block for ever.
    Special,
}

/// What stands where a file is wanted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Missing,
    /// What is wanted.
    Same,
    Other(Content),
}

/// A tree on disk, for as long as one comparison takes.
pub(super) struct Reader<'r> {
    root: &'r Path,
    /// Directories on the way to files, each looked at once.
    seen: BTreeMap<String, Kind>,
    /// What is in a file; the next one takes its place.
    bytes: Vec<u8>,
}

impl<'r> Reader<'r> {
    /// The root itself may be a symlink: it is the user's choice.
    pub(super) fn new(root: &'r Path) -> Result<Self, TreeError> {
        match fs::metadata(root) {
            Ok(metadata) if !metadata.is_dir() => Err(TreeError::Refused {
                path: root.to_owned(),
                problem: "is not a directory",
                help: "move it away, or render to another place with `--out`",
            }),
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(TreeError::Io { doing: "look at", path: root.to_owned(), source })
            }
            Ok(_) | Err(_) => Ok(Self { root, seen: BTreeMap::new(), bytes: Vec::new() }),
        }
    }

    /// The directories that are not there, without those below them.
    pub(super) fn absent(self) -> BTreeSet<String> {
        let absent = self.seen.into_iter().filter(|(_, kind)| *kind == Kind::Missing);
        absent.map(|(path, _)| path).collect()
    }

    /// Reads a file that we generate: nothing else may stand in its place.
    pub(super) fn wanted(&mut self, path: &str, new: &Content) -> Result<Found, TreeError> {
        let Some(metadata) = self.needed(path)? else { return Ok(Found::Missing) };
        let full = self.full(path);
        if holds(&full, &metadata, new.bytes(), &mut self.bytes)
            .map_err(|error| self.unread(path, error))?
        {
            return Ok(Found::Same);
        }
        let old = self.content(path)?;
        Ok(if old == *new { Found::Same } else { Found::Other(old) })
    }

    /// Reads our manifest, unless it cannot be one of ours.
    pub(super) fn manifest(&mut self) -> Result<Option<String>, TreeError> {
        let Some(metadata) = self.needed(MANIFEST)? else { return Ok(None) };
        if metadata.len() > MAX_MANIFEST {
            let help =
                "restore it from version control, or remove it and give up what is in the way";
            return Err(self.refuse(MANIFEST, "is larger than topogen writes it", help));
        }
        match self.content(MANIFEST)? {
            Content::Text(text) => Ok(Some(text)),
            Content::Binary(_) => Err(self.not_text(MANIFEST)),
        }
    }

    /// Reads a file that the manifest lists and we no longer generate. If the user has put something else in
    /// its place, then it is no longer ours, and as good as gone.
    pub(super) fn listed(&mut self, path: &str) -> Result<Option<Content>, TreeError> {
        for parent in parents(path) {
            if self.directory(parent)? != Kind::Directory {
                return Ok(None);
            }
        }
        match self.look(path)? {
            Some(metadata) if metadata.is_file() => self.content(path).map(Some),
            Some(_) | None => Ok(None),
        }
    }

    /// Looks at a file that we need, if it is there.
    fn needed(&mut self, path: &str) -> Result<Option<Metadata>, TreeError> {
        for parent in parents(path) {
            match self.directory(parent)? {
                Kind::Missing => return Ok(None),
                Kind::Directory => {}
                Kind::File | Kind::Special => {
                    let problem = "is a file where topogen needs a directory";
                    return Err(self.refuse(parent, problem, "move it away and run again"));
                }
            }
        }
        let metadata = self.look(path)?;
        if metadata.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            let problem = "is not a regular file, and topogen needs a file there";
            return Err(self.refuse(path, problem, "move it away and run again"));
        }
        Ok(metadata)
    }

    /// Lists what a killed write left in our directory, in an order in which it can be removed. A directory ends in a slash.
    pub(super) fn leftovers(&mut self) -> Result<Vec<String>, TreeError> {
        let mut leftovers = Vec::new();
        if self.directory(OWN_DIR)? == Kind::Directory {
            for path in self.list(OWN_DIR)?.into_iter().filter(|path| is_temporary(path)) {
                match self.kind(&path)? {
                    Kind::File if path != STAGED => leftovers.push(path),
                    Kind::Directory if path == STAGED => self.staged(&path, &mut leftovers)?,
                    Kind::Missing => {}
                    Kind::File | Kind::Directory | Kind::Special => {
                        return Err(self.in_the_way(&path));
                    }
                }
            }
        }
        Ok(leftovers)
    }

    /// Lists a directory of staged files, and what is in it before it.
    fn staged(&self, directory: &str, leftovers: &mut Vec<String>) -> Result<(), TreeError> {
        for path in self.list(directory)? {
            match self.kind(&path)? {
                Kind::Missing => {}
                Kind::File => leftovers.push(path),
                Kind::Directory => self.staged(&path, leftovers)?,
                Kind::Special => return Err(self.in_the_way(&path)),
            }
        }
        leftovers.push(format!("{directory}/"));
        Ok(())
    }

    /// What is in a directory, sorted; nothing that we never wrote.
    fn list(&self, path: &str) -> Result<Vec<String>, TreeError> {
        let full = self.full(path);
        let names = fs::read_dir(&full).and_then(|entries| {
            entries.map(|entry| entry.map(|e| e.file_name())).collect::<io::Result<Vec<_>>>()
        });
        let names = match names {
            // It was there a moment ago: another write has come to its end.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(source) => return Err(TreeError::Io { doing: "list", path: full, source }),
            Ok(names) => names,
        };
        let names = names.iter().filter_map(|name| name.to_str());
        let mut paths: Vec<String> = names.map(|name| format!("{path}/{name}")).collect();
        paths.sort();
        Ok(paths)
    }

    fn directory(&mut self, path: &str) -> Result<Kind, TreeError> {
        if let Some(kind) = self.seen.get(path) {
            return Ok(*kind);
        }
        let kind = self.kind(path)?;
        self.seen.insert(path.to_owned(), kind);
        Ok(kind)
    }

    fn kind(&self, path: &str) -> Result<Kind, TreeError> {
        Ok(self.look(path)?.map_or(Kind::Missing, |metadata| Kind::of(metadata.file_type())))
    }

    /// What stands at a path; no symlink.
    fn look(&self, path: &str) -> Result<Option<Metadata>, TreeError> {
        let full = self.full(path);
        match fs::symlink_metadata(&full) {
            Ok(metadata) if metadata.is_symlink() => Err(self.refuse(
                path,
                "is a symlink, and topogen writes through none below the tree's root",
                "replace it with what it points to",
            )),
            Ok(metadata) => Ok(Some(metadata)),
            Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(TreeError::Io { doing: "look at", path: full, source }),
        }
    }

    fn content(&self, path: &str) -> Result<Content, TreeError> {
        let bytes = fs::read(self.full(path)).map_err(|error| self.unread(path, error))?;
        Content::read(bytes).map_err(|NotText| self.not_text(path))
    }

    fn unread(&self, path: &str, source: io::Error) -> TreeError {
        if source.kind() == io::ErrorKind::NotFound {
            // It was there a moment ago.
            TreeError::Moved(self.root.to_owned())
        } else {
            TreeError::Io { doing: "read", path: self.full(path), source }
        }
    }

    fn not_text(&self, path: &str) -> TreeError {
        self.refuse(path, "is not UTF-8 text", "restore it or move it away, then run again")
    }

    fn in_the_way(&self, path: &str) -> TreeError {
        let problem = "stands where topogen puts a temporary file";
        self.refuse(path, problem, "move it away and run again")
    }

    fn refuse(&self, path: &str, problem: &'static str, help: &'static str) -> TreeError {
        TreeError::Refused { path: self.full(path), problem, help }
    }

    fn full(&self, path: &str) -> PathBuf {
        below(self.root, path)
    }
}

/// Whether a file that was looked at has these bytes: in one read, as most do.
fn holds(path: &Path, seen: &Metadata, bytes: &[u8], buffer: &mut Vec<u8>) -> io::Result<bool> {
    if seen.len() != bytes.len() as u64 {
        return Ok(false);
    }
    // One more than there should be, so that a read that stops before it has met the end.
    buffer.resize(buffer.len().max(bytes.len() + 1), 0);
    let mut file = File::open(path)?;
    let mut done = 0;
    while let Some(rest) = buffer.get_mut(done..=bytes.len()).filter(|_| done != bytes.len()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(buffer.get(..done) == Some(bytes))
}

/// The paths that a write gives its own temporary files; all others are somebody's.
fn is_temporary(path: &str) -> bool {
    let name = path.strip_prefix(OWN_DIR).and_then(|name| name.strip_prefix('/'));
    let stem = name.and_then(|name| name.strip_suffix(".tmp")).unwrap_or_default();
    path == STAGED
        || stem == "manifest"
        || !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_digit())
}

impl Kind {
    fn of(kind: FileType) -> Self {
        if kind.is_file() {
            Self::File
        } else if kind.is_dir() {
            Self::Directory
        } else {
            Self::Special
        }
    }
}
