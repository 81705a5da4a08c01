//! `.topogen/manifest.json`: which files are ours, by content.
//!
//! In: the manifest's text, as a user's repository holds it after any merge. Out: for each path the hashes
//! under which the file is ours. Assumes nothing: an entry that topogen cannot have written counts for
//! nothing, so a manifest can never make us touch a file outside the tree.
//!
//! A damaged manifest is read line by line. Version control merges it by lines too, and writes an entry of
//! either side only if topogen wrote that file on that branch: so after a merge conflict both sides' files
//! are still ours, and rendering repairs the tree without anybody having to resolve the manifest by hand.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::path;

const SCHEMA_VERSION: u32 = 1;

/// What a manifest on disk says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    entries: BTreeMap<String, BTreeSet<String>>,
    /// Some of the text could not be used.
    pub(super) damaged: bool,
}

/// The manifest was written by a topogen that knows more than this one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooNew;

#[derive(Deserialize)]
struct Version {
    schema_version: serde_json::Value,
}

impl Version {
    /// A number that this version does not know, or something that is no number at all any more.
    fn is_newer(&self) -> bool {
        let number = self.schema_version.as_f64();
        number.map_or(self.schema_version.is_string(), |number| number > f64::from(SCHEMA_VERSION))
    }
}

#[derive(Deserialize)]
struct Document {
    files: BTreeMap<String, String>,
    #[serde(default)]
    pending: BTreeMap<String, String>,
}

impl Manifest {
    pub(super) fn parse(text: &str) -> Result<Self, TooNew> {
        if serde_json::from_str(text).is_ok_and(|version: Version| version.is_newer()) {
            return Err(TooNew);
        }
        let mut manifest = Self::default();
        if let Ok(document) = serde_json::from_str::<Document>(text) {
            let entries = document.files.into_iter().chain(document.pending);
            entries.for_each(|(path, hash)| manifest.add(&path, &hash));
        } else {
            manifest.damaged = true;
            text.lines().filter_map(entry).for_each(|(path, hash)| manifest.add(path, hash));
        }
        Ok(manifest)
    }

    fn add(&mut self, path: &str, hash: &str) {
        if path::may_be_listed(path) && is_hash(hash) {
            self.entries.entry(path.to_owned()).or_default().insert(hash.to_owned());
        } else {
            self.damaged = true;
        }
    }

    pub(super) fn lists(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    pub(super) fn owns(&self, path: &str, bytes: impl AsRef<[u8]>) -> bool {
        self.entries.get(path).is_some_and(|hashes| hashes.contains(&hash(bytes)))
    }

    /// Iterates over the listed paths, each with one of its hashes.
    pub(super) fn paths(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries
            .iter()
            .filter_map(|(path, hashes)| Some((path.as_str(), hashes.first()?.as_str())))
    }
}

/// The paths that a manifest's text lists; none where a newer topogen has written it.
pub(crate) fn listed(text: &str) -> BTreeSet<String> {
    Manifest::parse(text).map(|manifest| manifest.entries.into_keys().collect()).unwrap_or_default()
}

/// Writes a manifest. A `pending` file may also have this other hash, because a write is under way.
///
/// By hand and not by `serde_json`: it cannot fail, and [`entry`] relies on one line per file.
pub(super) fn text(files: &BTreeMap<&str, &str>, pending: &BTreeMap<&str, &str>) -> String {
    let mut out = format!("{{\n  \"schema_version\": {SCHEMA_VERSION},\n  \"files\": ");
    push_object(&mut out, files);
    if !pending.is_empty() {
        out.push_str(",\n  \"pending\": ");
        push_object(&mut out, pending);
    }
    out.push_str("\n}\n");
    out
}

/// Hashes a content in hexadecimal. The caller has normalised a text's line endings.
pub(super) fn hash(bytes: impl AsRef<[u8]>) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let pair = [byte >> 4, byte & 15].map(u32::from);
        digits.extend(pair.iter().filter_map(|digit| char::from_digit(*digit, 16)));
    }
    digits
}

fn push_object(out: &mut String, hashes: &BTreeMap<&str, &str>) {
    // Paths and hashes have no character that JSON would escape.
    for (index, (path, hash)) in hashes.iter().enumerate() {
        let separator = if index == 0 { "{" } else { "," };
        out.extend([separator, "\n    \"", path, "\": \"", hash, "\""]);
    }
    out.push_str(if hashes.is_empty() { "{}" } else { "\n  }" });
}

/// Reads one line of a damaged manifest.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (path, hash) = line.trim().trim_end_matches(',').split_once("\": \"")?;
    Some((path.strip_prefix('"')?, hash.strip_suffix('"')?))
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(manifest: &Manifest) -> Vec<&str> {
        manifest.paths().map(|(path, _)| path).collect()
    }

    #[test]
    fn the_hash_is_sha256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hash(""), empty);
    }

    #[test]
    fn a_manifest_is_sorted_pretty_json_that_reads_back() {
        let (a, b, c) = (hash("a"), hash("b"), hash("c"));
        let files = BTreeMap::from([("b.tf", b.as_str()), ("a/a.tf", &a)]);
        let pending = BTreeMap::from([("b.tf", c.as_str())]);
        let text = text(&files, &pending);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(text, serde_json::to_string_pretty(&value).unwrap() + "\n");
        assert!(text.find("a/a.tf") < text.find("b.tf"));
        let manifest = Manifest::parse(&text).unwrap();
        assert!(!manifest.damaged);
        assert!(manifest.owns("b.tf", "b") && manifest.owns("b.tf", "c"));
        assert!(!manifest.owns("b.tf", "a") && !manifest.owns("c.tf", "c"));
    }

    #[test]
    fn an_empty_manifest_is_json_too() {
        let text = text(&BTreeMap::new(), &BTreeMap::new());
        assert_eq!(Manifest::parse(&text), Ok(Manifest::default()));
    }

    #[test]
    fn a_merge_conflict_keeps_the_entries_of_both_sides() {
        let (ours, theirs, both) = (hash("ours"), hash("theirs"), hash("both"));
        let text = format!(
            "{{\n  \"schema_version\": 1,\n  \"files\": {{\n    \"a.tf\": \"{both}\",\n\
             <<<<<<< HEAD\n    \"b.tf\": \"{ours}\"\n=======\n    \"b.tf\": \"{theirs}\",\n    \
             \"c.tf\": \"{theirs}\"\n>>>>>>> branch\n  }}\n}}\n"
        );
        let manifest = Manifest::parse(&text).unwrap();
        assert!(manifest.damaged);
        assert_eq!(listed(&manifest), ["a.tf", "b.tf", "c.tf"]);
        assert!(manifest.owns("b.tf", "ours") && manifest.owns("b.tf", "theirs"));
    }

    #[test]
    fn rubbish_lists_nothing() {
        for text in ["", "null", "[]", "{", "{}", "\0\u{feff}", "{\"files\": 3}", "\"a\": \"b\""] {
            let manifest = Manifest::parse(text).unwrap();
            assert!(manifest.damaged && listed(&manifest).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn an_entry_that_topogen_cannot_have_written_counts_for_nothing() {
        let hash = hash("");
        let upper = hash.to_uppercase();
        for (path, hash) in [
            ("../x", &*hash),
            ("/etc/passwd", &hash),
            (".topogen/lock", &hash),
            ("a", "12"),
            ("a", &upper),
        ] {
            for broken in ["", "<<<<<<<\n"] {
                let json = format!(
                    "{broken}{{\n\"schema_version\": 1, \"files\": {{\n\"{path}\": \"{hash}\"\n}}}}"
                );
                let manifest = Manifest::parse(&json).unwrap();
                assert!(manifest.damaged && listed(&manifest).is_empty(), "{json}");
            }
        }
    }

    #[test]
    fn a_newer_manifest_is_left_alone() {
        for version in ["2", "1.5", "99999999999", "\"2\""] {
            let text = format!("{{\"schema_version\": {version}, \"new\": true}}");
            assert_eq!(Manifest::parse(&text), Err(TooNew), "{version}");
        }
    }
}
