//! Relative paths, as a tree and a manifest may name them.
//!
//! In: text from `emit` (a bug if wrong) or from a manifest on disk (anything at all). Out: what is wrong
//! with it. This is what keeps every read, write and removal inside the root.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Our own directory in the tree's root.
pub(super) const OWN_DIR: &str = ".topogen";
/// Who wrote what; users commit it.
pub(crate) const MANIFEST: &str = ".topogen/manifest.json";
/// Where directories are made that the tree does not have yet.
pub(super) const STAGED: &str = ".topogen/new.tmp";
/// An ordinary owned file: keeps the lock and what a killed run leaves behind out of version control.
pub(super) const GITIGNORE: &str = ".topogen/.gitignore";

/// Says what is wrong with the path of a generated file.
pub(super) fn problem(path: &str) -> Option<&'static str> {
    let reserved = |first: &str| first.eq_ignore_ascii_case(OWN_DIR);
    if !path.split('/').all(is_component) {
        Some("is not a relative path of plain names")
    } else if path.split('/').next().is_some_and(reserved) {
        Some("is in the directory that topogen keeps for itself")
    } else {
        None
    }
}

/// Tells whether a manifest may list the path.
pub(super) fn may_be_listed(path: &str) -> bool {
    path == GITIGNORE || problem(path).is_none()
}

/// Describes two paths that cannot exist side by side on every file system: they differ only by case, or one is a file and
/// the other needs a directory of that name.
pub(super) fn clash<'p>(paths: impl Iterator<Item = &'p String>) -> Option<String> {
    // Each name in lower case, as it is, whether it is a file's, and for whom it is there.
    let mut names = Vec::new();
    let mut last = "";
    for path in paths {
        // Those of the path before are there.
        let is_new = parent(path) != parent(last);
        last = path;
        let directories = parents(path).filter(|_| is_new).map(|name| (name, false));
        let all = directories.chain([(path.as_str(), true)]);
        names.extend(all.map(|(name, is_file)| (lower(name), name, is_file, path)));
    }
    names.sort_unstable();
    let mut pairs = names.iter().zip(names.iter().skip(1));
    let clash = pairs.find(|(one, other)| one.0 == other.0 && (one.1, one.2) != (other.1, other.2));
    clash.map(|(one, other)| format!("`{}` cannot stand next to `{}`", other.3, one.3))
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(name.to_ascii_lowercase());
    }
    Cow::Borrowed(name)
}

/// Iterates over the directories above a path, the outermost first and the root left out.
pub(super) fn parents(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').filter_map(|(end, _)| path.get(..end))
}

/// Returns the directory a path is in; the root is the empty path.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Joins a path to the root; joining the empty path would add a slash. `Path::join` asks for memory three times.
pub(super) fn below(root: &Path, path: &str) -> PathBuf {
    let mut full = PathBuf::with_capacity(root.as_os_str().len() + path.len() + 1);
    full.push(root);
    if !path.is_empty() {
        full.push(path);
    }
    full
}

fn is_component(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !matches!(name, "" | "." | "..") && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_paths_pass() {
        for good in ["main.tf", "regions/us-east-1/main.tf", ".terraform-version", "a..b/...", "_x"]
        {
            assert_eq!(problem(good), None, "{good}");
        }
        let bad = [
            "",
            "/",
            "/etc/passwd",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            "a b",
            "a\\b",
            "C:a",
            "a\0",
            "é",
            "a\n",
            ".topogen/x",
            ".TopoGen/manifest.json",
            ".topogen",
        ];
        for bad in bad {
            assert!(problem(bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn a_manifest_may_list_our_gitignore_and_nothing_else_of_ours() {
        assert!(may_be_listed(".topogen/.gitignore"));
        assert!(!may_be_listed(".topogen/manifest.json"));
        assert!(!may_be_listed(".topogen/lock"));
    }

    #[test]
    fn names_that_differ_by_case_or_kind_clash() {
        let clashes = |paths: [&str; 2]| clash(paths.map(String::from).iter()).is_some();
        assert!(clashes(["Main.tf", "main.tf"]));
        assert!(clashes(["A/x.tf", "a/y.tf"]));
        assert!(clashes(["a", "a/b"]));
        assert!(clashes(["A", "a/b"]));
        assert!(!clashes(["a/x.tf", "a/y.tf"]));
    }

    #[test]
    fn parents_run_from_the_outside_in() {
        assert_eq!(parents("a/b/c.tf").collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!((parent("a/b/c.tf"), parent("c.tf")), ("a/b", ""));
    }
}
