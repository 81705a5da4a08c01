//! What can go wrong between a tree and a disk.
//!
//! In: a failed call, or a state of the disk that we refuse. Out: one sentence that says what was being done
//! to which path, and what to do now.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::{bug::Bug, source::printable};

/// Why a file is not ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The manifest does not list it.
    NotOurs,
    /// The manifest lists it with another hash.
    Edited,
}

/// A reason why a tree could not be compared or written.
#[derive(Debug)]
pub enum TreeError {
    /// A call to the operating system failed.
    Io {
        /// What was being done: an infinitive.
        doing: &'static str,
        /// What it was done to.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk holds something that topogen does not touch.
    Refused {
        /// Where.
        path: PathBuf,
        /// What it is.
        problem: &'static str,
        /// What the user can do.
        help: &'static str,
    },
    /// Files that are not ours are in the way. Nothing was written.
    Conflicts {
        /// Each path in the way, and why it is not ours.
        conflicts: Vec<(String, Why)>,
        /// The manifest was unreadable in part, so files may only seem not to be ours.
        damaged: bool,
    },
    /// Another process is writing the same tree. Nothing was written.
    Busy(PathBuf),
    /// The disk changed between comparison and write. Nothing was written.
    Moved(PathBuf),
    /// A write failed halfway. The manifest covers both states of every file.
    Interrupted(Box<Self>),
    /// topogen generated something impossible.
    Bug(Bug),
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, source } => {
                write!(f, "cannot {doing} `{}`: {source}", printable(path))?;
                help(source.kind()).map_or(Ok(()), |help| write!(f, "; {help}"))
            }
            Self::Refused { path, problem, help } => {
                write!(f, "`{}` {problem}; {help}", printable(path))
            }
            Self::Conflicts { conflicts, damaged } => write_conflicts(f, conflicts, *damaged),
            Self::Busy(root) => {
                write!(f, "another topogen is writing `{}`; wait for it to end", printable(root))
            }
            Self::Moved(root) => {
                write!(f, "`{}` changed while topogen was comparing it; run again", printable(root))
            }
            Self::Interrupted(cause) => {
                write!(f, "{cause}; the tree is partly written, and rendering again completes it")
            }
            Self::Bug(bug) => bug.fmt(f),
        }
    }
}

impl std::error::Error for TreeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Interrupted(cause) => Some(cause),
            Self::Refused { .. }
            | Self::Conflicts { .. }
            | Self::Busy(_)
            | Self::Moved(_)
            | Self::Bug(_) => None,
        }
    }
}

fn write_conflicts(
    f: &mut fmt::Formatter<'_>,
    conflicts: &[(String, Why)],
    damaged: bool,
) -> fmt::Result {
    f.write_str("nothing was written, because these files would lose somebody's work:")?;
    for (path, why) in conflicts {
        write!(f, "\n  {path}: {why}")?;
    }
    if damaged {
        f.write_str("\n`.topogen/manifest.json` is damaged, so some of them may be topogen's own")?;
    }
    f.write_str("\n`--diff` shows them; move them away, or give them up with `--overwrite PATH`")
}

fn help(kind: io::ErrorKind) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    #[expect(clippy::wildcard_enum_match_arm, reason = "most errors speak for themselves")]
    match kind {
        Kind::PermissionDenied => Some("check who owns it and its permissions"),
        Kind::ReadOnlyFilesystem => Some("`render --out` writes trees to another place"),
        Kind::StorageFull | Kind::QuotaExceeded => Some("free some space and run again"),
        Kind::CrossesDevices => Some("the whole tree has to be on one file system"),
        _ => None,
    }
}
