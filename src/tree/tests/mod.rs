//! Tests of the tree as a whole: on real directories, through [`Tree::compare`] and [`Comparison::write`].

mod kill;
mod ownership;
mod states;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{Change, Tree, TreeError, Written};

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new();
    for (path, text) in files {
        tree.insert(*path, (*text).to_owned());
    }
    tree
}

fn render(tree: &Tree, root: &Path) -> Result<Written, TreeError> {
    tree.compare(root)?.write(&BTreeSet::new())
}

fn render_over(tree: &Tree, root: &Path, overwrite: &[&str]) -> Result<Written, TreeError> {
    let overwrite = overwrite.iter().map(|path| (*path).to_owned()).collect();
    tree.compare(root)?.write(&overwrite)
}

/// A directory in which `files` have been rendered.
fn rendered(files: &[(&str, &str)]) -> TempDir {
    let root = TempDir::new().unwrap();
    render(&tree(files), root.path()).unwrap();
    root
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

/// Every file and directory (which ends in a slash), with content; not the lock, which comes and stays.
fn everything(root: &Path) -> BTreeMap<String, String> {
    fn walk(root: &Path, directory: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                found.insert(name + "/", String::new());
                walk(root, &path, found);
            } else if name != ".topogen/lock" {
                found.insert(name, fs::read_to_string(&path).unwrap_or_default());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(root, root, &mut found);
    found
}

/// Each change as a letter and a path.
fn summary(tree: &Tree, root: &Path) -> Vec<String> {
    let letter = |change: &Change<'_>| match change {
        Change::Add { .. } => "+",
        Change::Modify { .. } => "~",
        Change::Remove { .. } => "-",
        Change::Conflict { .. } => "!",
    };
    let comparison = tree.compare(root).unwrap();
    comparison
        .changes
        .iter()
        .map(|change| format!("{} {}", letter(change), change.path()))
        .collect()
}
