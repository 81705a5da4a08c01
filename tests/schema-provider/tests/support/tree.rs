//! A tree of Terraform roots, copied so that a trial can apply it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use libtest_mimic::Failed;
use tempfile::TempDir;

use super::backend;
use super::terraform::{ACCOUNT, Root, is_hcl, words_in};

/// The file of a root's state where the tree keeps it somewhere else than beside the root. It has not Terraform's own name:
/// `init` would take it for one that is to be moved to where states are kept.
pub(crate) const KEPT: &str = "terraform.tfstate.kept";
/// The file of a root's state where the tree says nothing of it.
const BESIDE: &str = "terraform.tfstate";

/// A copied tree: its roots in the order of its README, with states in their folders.
pub(crate) struct Tree {
    folder: TempDir,
    /// The roots in the order in which they are applied.
    pub(crate) roots: Vec<PathBuf>,
    words: String,
}

impl Tree {
    /// Copies a tree, and keeps the states of its roots in their folders.
    pub(crate) fn copy(source: &Path) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        copy(source, folder.path())?;
        let readme = source.join("README.md");
        let readme = fs::read_to_string(&readme)
            .map_err(|error| format!("{}: {error}", readme.display()))?;
        let roots = applied_roots(&readme);
        if roots.is_empty() {
            return Err(format!("{}: the README applies no root", source.display()).into());
        }
        for root in &roots {
            backend::make_local(folder.path(), root, &roots)?;
        }
        let words = words(folder.path())?;
        Ok(Self { folder, roots, words })
    }

    /// Takes over what another tree has made: its states, and the account behind them.
    pub(crate) fn inherit(&self, before: &Self) -> Result<(), Failed> {
        for root in &before.roots {
            let state = before.state(root);
            if state.exists()
                && self.roots.contains(root)
                && let Some(name) = state.file_name()
            {
                fs::copy(&state, self.path().join(root).join(name))?;
            }
        }
        let account = before.path().join(ACCOUNT);
        if account.exists() {
            fs::create_dir_all(self.path().join(ACCOUNT))?;
            copy(&account, &self.path().join(ACCOUNT))?;
        }
        Ok(())
    }

    /// Takes the words of another tree, too: what that has made may be of types that this one does not name.
    pub(crate) fn learn(&mut self, other: &Self) {
        let words: BTreeSet<&str> = self.words.split(',').chain(other.words.split(',')).collect();
        self.words = words.into_iter().collect::<Vec<_>>().join(",");
    }

    /// The file that a root's state is in, if it has one.
    pub(crate) fn state(&self, root: &Path) -> PathBuf {
        let folder = self.path().join(root);
        let kept = folder.join(KEPT);
        if kept.exists() { kept } else { folder.join(BESIDE) }
    }

    /// The folder of the copy.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A root of the tree, with every region alive.
    pub(crate) fn root<'a>(&'a self, path: &'a Path) -> Root<'a> {
        self.root_without(path, "")
    }

    /// A root of the tree in a world where some regions are dead.
    pub(crate) fn root_without<'a>(&'a self, path: &'a Path, dead: &'a str) -> Root<'a> {
        Root { tree: self.path(), path, words: &self.words, dead }
    }

    /// Takes a file in, under another name.
    pub(crate) fn add(&mut self, from: &Path, file: &str) -> Result<(), Failed> {
        fs::copy(from, self.path().join(file))?;
        self.words = words(self.path())?;
        Ok(())
    }

    /// Replaces a text in a file by one without new words; fails when it is not there.
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) -> Result<(), Failed> {
        let path = self.path().join(file);
        let text = fs::read_to_string(&path)?;
        if !text.contains(from) {
            return Err(format!("{file} does not hold {from:?}").into());
        }
        Ok(fs::write(path, text.replace(from, to))?)
    }
}

/// Whether some root of a tree has native tests.
pub(crate) fn has_tests(source: &Path) -> bool {
    let entries = fs::read_dir(source).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| {
        path.is_dir() && (path.file_name().is_some_and(|name| name == "tests") || has_tests(&path))
    })
}

/// The roots of a tree, in the order in which its README applies them.
pub(crate) fn roots(source: &Path) -> Vec<PathBuf> {
    fs::read_to_string(source.join("README.md"))
        .map(|readme| applied_roots(&readme))
        .unwrap_or_default()
}

/// The workload regions of a tree: the folders under `regions/`, in order. None in the single
/// layout.
pub(crate) fn regions(source: &Path) -> Vec<String> {
    let entries = fs::read_dir(source.join("regions")).into_iter().flatten();
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let names: BTreeSet<String> =
        folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.into_iter().collect()
}

/// The roots of the lines `terraform -chdir=<root> apply` in the fenced code of a README, in order.
fn applied_roots(readme: &str) -> Vec<PathBuf> {
    let mut fenced = false;
    let mut roots = Vec::new();
    for line in readme.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let mut words = line.split_whitespace();
        if fenced
            && words.next() == Some("terraform")
            && let Some(root) = words.next().and_then(|word| word.strip_prefix("-chdir="))
            && words.next() == Some("apply")
            && !roots.contains(&PathBuf::from(root))
        {
            roots.push(PathBuf::from(root));
        }
    }
    roots
}

/// Copies a folder; what Terraform itself leaves behind stays behind.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let name = entry.file_name().into_string().unwrap_or_default();
        if name.starts_with(".terraform") || name.starts_with(BESIDE) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// What a tree's files say, separated by commas.
pub(crate) fn words(tree: &Path) -> Result<String, Failed> {
    let mut words = BTreeSet::new();
    mentioned(tree, &mut words)?;
    Ok(words.into_iter().collect::<Vec<_>>().join(","))
}

fn mentioned(folder: &Path, words: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            mentioned(&path, words)?;
        } else if is_hcl(&path) {
            words.extend(words_in(&fs::read_to_string(&path)?).map(str::to_owned));
        }
    }
    Ok(())
}
