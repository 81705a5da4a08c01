//! The files of one generation of a tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::tree::Tree;

/// Files by their path in the tree, with `/` between its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, Arc<[u8]>>);

impl Files {
    /// Those of a rendered tree.
    #[must_use]
    pub fn of(tree: &Tree) -> Self {
        tree.contents().map(|(path, content)| (path.to_owned(), content.bytes())).collect()
    }

    /// All, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), &**bytes))
    }

    /// Puts a file beside the others, or in the place of one.
    pub fn insert(&mut self, path: impl Into<String>, bytes: &[u8]) {
        self.0.insert(path.into(), bytes.into());
    }

    /// The file that a path leads to from a folder.
    pub(super) fn beside(&self, folder: &str, path: &str) -> Option<&[u8]> {
        self.0.get(&join(folder, path)?).map(|bytes| &**bytes)
    }
}

impl<'f> FromIterator<(String, &'f [u8])> for Files {
    fn from_iter<I: IntoIterator<Item = (String, &'f [u8])>>(files: I) -> Self {
        Self(files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect())
    }
}

/// Whether a file is one that Terraform evaluates.
#[must_use]
pub fn is_code(path: &str) -> bool {
    path.strip_suffix(".tf").is_some()
}

/// Where a relative path leads from a folder; none where it leaves the tree. The tree itself is `.`.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// The path that leads from one folder to another.
pub(super) fn relative(from: &str, to: &str) -> String {
    fn split(path: &str) -> Vec<&str> {
        path.split('/').filter(|part| *part != ".").collect()
    }
    let (from, to) = (split(from), split(to));
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    let down = to.iter().skip(common).copied();
    let path: Vec<&str> = up.chain(down).collect();
    if path.is_empty() { ".".to_owned() } else { path.join("/") }
}
