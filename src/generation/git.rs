//! Files in a commit, by the `git` command: no library knows all of what a repository may be (worktrees, shallow and
//! partial clones, alternates).

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::diag::shown;
use crate::inventory::Files;
use crate::source::printable;

use super::kept::{LARGEST, collect, is_hidden};

/// The repository that a folder is in.
#[derive(Debug)]
pub(crate) struct Repository {
    /// Its folder with the files.
    top: PathBuf,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    /// Its hash, whole.
    pub(crate) hash: String,
}

/// Why there are no files.
#[derive(Debug)]
pub(crate) enum GitError {
    /// There is no `git`.
    Missing(io::Error),
    /// A folder is in no repository.
    Outside(PathBuf),
    /// There is no such commit here.
    Unknown {
        /// What was asked for.
        name: String,
        /// Older commits, and other branches, have been left out of this clone.
        shallow: bool,
    },
    /// What else went wrong, in git's own words.
    Failed(String),
}

impl Repository {
    /// That of a folder, which need not exist.
    pub(crate) fn of(folder: &Path) -> Result<Self, GitError> {
        let (there, _) = existing(folder);
        let output = run(there, ["rev-parse", "--show-toplevel"], &[])?;
        if !output.status.success() {
            let why = text(output.stderr);
            // Somebody else's repository is one too, and git says what to do about it.
            return Err(if why.contains("not a git repository") {
                GitError::Outside(there.to_owned())
            } else {
                GitError::Failed(why.trim().to_owned())
            });
        }
        let top = text(output.stdout);
        Ok(Self { top: PathBuf::from(top.strip_suffix('\n').unwrap_or(&top)) })
    }

    /// Its folder with the files.
    pub(crate) fn top(&self) -> &Path {
        &self.top
    }

    /// The commit that a name stands for.
    pub(crate) fn commit(&self, name: &str) -> Result<Commit, GitError> {
        let wanted = format!("{name}^{{commit}}");
        let output = self.git(["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        let hash = text(output.stdout).trim().to_owned();
        if !output.status.success() || hash.is_empty() {
            let shallow = self.git(["rev-parse", "--is-shallow-repository"])?;
            let shallow = text(shallow.stdout).trim() == "true";
            return Err(GitError::Unknown { name: name.to_owned(), shallow });
        }
        Ok(Commit { hash })
    }

    /// The day on which a commit was made, where it was made: `2026-11-26`.
    pub(crate) fn day(&self, commit: &Commit) -> Result<String, GitError> {
        let day = self.ok(["show", "--no-patch", "--no-notes", "--format=%cs", &commit.hash])?;
        Ok(text(day).trim().to_owned())
    }

    /// Where a path lies in the repository, with `/` between its parts; the top is the empty text. None if it is outside.
    pub(crate) fn inside(&self, path: &Path) -> Option<String> {
        let (there, rest) = existing(path);
        let top = self.top.canonicalize().ok()?;
        let full = there.canonicalize().ok()?.join(rest);
        let parts: Option<Vec<&str>> =
            full.strip_prefix(top).ok()?.iter().map(OsStr::to_str).collect();
        Some(parts?.join("/"))
    }

    /// All files that a commit has below a folder, and the texts of some others by their paths in the repository, where it has
    /// them.
    pub(crate) fn files<const N: usize>(
        &self,
        commit: &Commit,
        folder: &str,
        others: [Option<&str>; N],
    ) -> Result<(Files, [Option<String>; N]), GitError> {
        let tree = format!("{}:{folder}", commit.hash);
        let output = self.git(["ls-tree", "-r", "-z", "-l", "--full-tree", &tree])?;
        // The commit is there, so where that fails the folder is not.
        let listing = if output.status.success() { text(output.stdout) } else { String::new() };
        let listed: Vec<(&str, &str)> = listing.split('\0').filter_map(entry).collect();
        // A line is a question.
        let others = others.map(|path| path.filter(|path| !path.contains('\n')));
        let mut asked: String = listed.iter().flat_map(|(object, _)| [object, "\n"]).collect();
        for path in others.iter().flatten() {
            asked.extend([&commit.hash, ":", path, "\n"]);
        }
        let objects = self.batch(&asked)?;
        let mut rest = objects.as_slice();
        let mut found = Vec::new();
        for (object, path) in listed {
            let bytes = next(&mut rest)
                .ok_or_else(|| GitError::Failed(format!("git does not have {object} ({path})")))?;
            found.push((path.to_owned(), bytes.to_vec()));
        }
        let others = others.map(|path| {
            let bytes = path.and_then(|_| next(&mut rest))?;
            String::from_utf8(bytes.to_vec()).ok()
        });
        Ok((collect(found), others))
    }

    /// What git says of objects, one after the other.
    fn batch(&self, asked: &str) -> Result<Vec<u8>, GitError> {
        let output = run(&self.top, ["cat-file", "--batch"], asked.as_bytes())?;
        ok(output)
    }

    fn git<const N: usize>(&self, arguments: [&str; N]) -> Result<Output, GitError> {
        run(&self.top, arguments, &[])
    }

    fn ok<const N: usize>(&self, arguments: [&str; N]) -> Result<Vec<u8>, GitError> {
        ok(self.git(arguments)?)
    }
}

/// An entry of a listing: the object and its path, if it is a file that is read.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (about, path) = line.split_once('\t')?;
    let mut about = about.split_ascii_whitespace();
    let (mode, _, object, size) = (about.next()?, about.next()?, about.next()?, about.next()?);
    let is_file = mode.starts_with("100") && size.parse::<u64>().is_ok_and(|size| size <= LARGEST);
    (is_file && !path.split('/').any(is_hidden)).then_some((object, path))
}

/// The next answer of a batch, if it is a blob.
fn next<'b>(batch: &mut &'b [u8]) -> Option<&'b [u8]> {
    let end = batch.iter().position(|byte| *byte == b'\n')?;
    let (head, rest) = batch.split_at_checked(end)?;
    let rest = rest.get(1..)?;
    *batch = rest;
    let (about, size) = std::str::from_utf8(head).ok()?.rsplit_once(' ')?;
    let (bytes, after) = rest.split_at_checked(size.parse().ok()?)?;
    *batch = after.get(1..)?;
    about.ends_with(" blob").then_some(bytes)
}

/// The innermost folder of a path that exists, and what of the path is below it.
fn existing(path: &Path) -> (&Path, &Path) {
    let is_there = |path: &&Path| path.as_os_str().is_empty() || path.is_dir();
    let there = path.ancestors().find(is_there).unwrap_or(Path::new(""));
    let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
    (if there.as_os_str().is_empty() { Path::new(".") } else { there }, rest)
}

fn run<const N: usize>(
    folder: &Path,
    arguments: [&str; N],
    input: &[u8],
) -> Result<Output, GitError> {
    let mut git = Command::new("git");
    git.current_dir(folder).args(arguments);
    // Words for programs, and nothing written.
    git.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = git.spawn().map_err(GitError::Missing)?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // While it answers, it is asked on: neither waits for the other.
        let asking = std::thread::Builder::new().spawn_scoped(scope, move || {
            // Whoever does not read to the end says why by its status.
            stdin.map_or(Ok(()), |mut stdin| stdin.write_all(input))
        });
        asking.and_then(|_| child.wait_with_output())
    });
    output.map_err(|error| GitError::Failed(error.to_string()))
}

fn ok(output: Output) -> Result<Vec<u8>, GitError> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(GitError::Failed(text(output.stderr).trim().to_owned()))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(error) => {
                write!(
                    f,
                    "cannot run `git`: {error}\n  = help: name a folder or a topology with `--against`"
                )
            }
            Self::Outside(folder) => write!(
                f,
                "{} is in no Git repository\n  = help: name a folder or a topology with `--against`",
                printable(folder)
            ),
            Self::Unknown { name, shallow } => {
                let (there, depth) = if *shallow {
                    ("this shallow clone has no commit", "--depth=1 ")
                } else {
                    ("there is neither a path nor a commit", "")
                };
                write!(f, "{there} `{}`\n  = help: fetch it: `{}`", shown(name), fetch(name, depth))
            }
            Self::Failed(why) => write!(f, "git failed: {}", printable(why)),
        }
    }
}

/// What brings a commit here, under the name that was asked for where it has one.
fn fetch(name: &str, depth: &str) -> String {
    let name = shown(name);
    if name.contains(['~', '^', '@', ':']) {
        return "git fetch --unshallow".to_owned();
    }
    match name.strip_prefix("origin/") {
        Some(branch) => format!("git fetch {depth}origin {branch}:refs/remotes/origin/{branch}"),
        None => format!("git fetch {depth}origin {name}` and name `FETCH_HEAD"),
    }
}
