//! Reading the disk below a root without ever following a symlink.
//!
//! In: paths that `path` has approved. Out: the content of a file, a text with `\n` line endings.
//! Assumes nothing: a component can be anything, and then the answer is a [`TreeError`] that names it.

use std::collections::BTreeMap;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::content::{Content, NotText};
use super::error::TreeError;
use super::path::{MANIFEST, OWN_DIR, parents};

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

/// A tree on disk, for as long as one comparison takes.
pub(super) struct Reader<'r> {
    root: &'r Path,
    /// Directories on the way to files, each looked at once.
    seen: BTreeMap<String, Kind>,
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
            Ok(_) | Err(_) => Ok(Self { root, seen: BTreeMap::new() }),
        }
    }

    /// Reads a file that we generate: nothing else may stand in its place.
    pub(super) fn needed(&mut self, path: &str) -> Result<Option<Content>, TreeError> {
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
        match self.kind(path)? {
            Kind::Missing => Ok(None),
            Kind::File => self.content(path).map(Some),
            Kind::Directory | Kind::Special => {
                let problem = "is not a regular file, and topogen needs a file there";
                Err(self.refuse(path, problem, "move it away and run again"))
            }
        }
    }

    /// Reads our manifest, unless it cannot be one of ours.
    pub(super) fn manifest(&mut self) -> Result<Option<String>, TreeError> {
        if fs::symlink_metadata(self.root.join(MANIFEST)).is_ok_and(|it| it.len() > MAX_MANIFEST) {
            let help =
                "restore it from version control, or remove it and give up what is in the way";
            return Err(self.refuse(MANIFEST, "is larger than topogen writes it", help));
        }
        match self.needed(MANIFEST)? {
            None => Ok(None),
            Some(Content::Text(text)) => Ok(Some(text)),
            Some(Content::Binary(_)) => Err(self.not_text(MANIFEST)),
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
        if self.kind(path)? == Kind::File { self.content(path).map(Some) } else { Ok(None) }
    }

    /// Lists temporary files that a killed write left in our directory.
    pub(super) fn leftovers(&mut self) -> Result<Vec<String>, TreeError> {
        if self.directory(OWN_DIR)? != Kind::Directory {
            return Ok(Vec::new());
        }
        let full = self.root.join(OWN_DIR);
        let names = fs::read_dir(&full).and_then(|entries| {
            entries.map(|entry| entry.map(|e| e.file_name())).collect::<io::Result<Vec<_>>>()
        });
        let names = names.map_err(|source| TreeError::Io { doing: "list", path: full, source })?;
        let mut leftovers = Vec::new();
        for name in names.iter().filter_map(|name| name.to_str()).filter(|name| is_temporary(name))
        {
            let path = format!("{OWN_DIR}/{name}");
            match self.kind(&path)? {
                Kind::Missing => {}
                Kind::File => leftovers.push(path),
                Kind::Directory | Kind::Special => {
                    let problem = "stands where topogen puts a temporary file";
                    return Err(self.refuse(&path, problem, "move it away and run again"));
                }
            }
        }
        leftovers.sort();
        Ok(leftovers)
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
        let full = self.root.join(path);
        match fs::symlink_metadata(&full) {
            Ok(metadata) if metadata.is_symlink() => Err(self.refuse(
                path,
                "is a symlink, and topogen writes through none below the tree's root",
                "replace it with what it points to",
            )),
            Ok(metadata) => Ok(Kind::of(metadata.file_type())),
            Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(Kind::Missing),
            Err(source) => Err(TreeError::Io { doing: "look at", path: full, source }),
        }
    }

    fn content(&self, path: &str) -> Result<Content, TreeError> {
        let full = self.root.join(path);
        let bytes = fs::read(&full).map_err(|source| {
            if source.kind() == io::ErrorKind::NotFound {
                // It was there a moment ago.
                TreeError::Moved(self.root.to_owned())
            } else {
                TreeError::Io { doing: "read", path: full, source }
            }
        })?;
        Content::read(bytes).map_err(|NotText| self.not_text(path))
    }

    fn not_text(&self, path: &str) -> TreeError {
        self.refuse(path, "is not UTF-8 text", "restore it or move it away, then run again")
    }

    fn refuse(&self, path: &str, problem: &'static str, help: &'static str) -> TreeError {
        TreeError::Refused { path: self.full(path), problem, help }
    }

    fn full(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

/// The names that a write gives its own temporary files; all others are somebody's.
fn is_temporary(name: &str) -> bool {
    let stem = name.strip_suffix(".tmp").unwrap_or_default();
    stem == "manifest" || !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_digit())
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
