//! Rules about the code that no compiler checks.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use support::root;

/// Every `.rs` file under `src/`, relative, with its text.
fn sources() -> Vec<(String, String)> {
    fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                collect(&entry, found);
            } else {
                found.push(entry);
            }
        }
    }
    let src = root().join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let name = file.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(file).unwrap())
        })
        .collect()
}

/// The stages in order. A stage may name earlier ones and itself.
const STAGES: [&str; 8] =
    ["source", "spec", "check", "size", "compose", "partition", "emit", "cli"];

#[test]
fn stages_use_only_earlier_stages() {
    for (file, text) in sources() {
        let stage = file.split(['/', '.']).next().unwrap().to_owned();
        let Some(own) = STAGES.iter().position(|name| *name == stage) else { continue };
        for later in STAGES.iter().skip(own + 1) {
            let named = text.contains(&format!("crate::{later}::"))
                || text.contains(&format!("    {later}::"));
            assert!(!named, "{file} names the later stage `{later}`");
        }
    }
}

#[test]
fn only_the_command_line_prints() {
    for (file, text) in sources().into_iter().filter(|(file, _)| !file.starts_with("cli/")) {
        for printing in ["println!", "eprintln!", "print!(", "io::stdout", "io::stderr"] {
            assert!(!text.contains(printing), "{file} has {printing}");
        }
    }
}

/// `init` writes one new file; all else goes through the tree.
#[test]
fn only_the_tree_writes_files() {
    for (file, text) in sources() {
        if file.starts_with("tree/") || file == "cli/init.rs" || file.contains("tests") {
            continue;
        }
        for writing in ["fs::write", "File::create", "OpenOptions", "fs::rename", "fs::remove"] {
            assert!(!text.contains(writing), "{file} has {writing}");
        }
    }
}

#[test]
fn only_emit_builds_hcl() {
    for (file, text) in sources().into_iter().filter(|(file, _)| !file.starts_with("emit/")) {
        assert!(!text.contains("hcl::"), "{file} names hcl");
    }
}

#[test]
fn no_file_is_longer_than_one_idea() {
    for (file, text) in sources() {
        assert!(text.lines().count() <= 400, "{file} has {} lines", text.lines().count());
    }
}

/// The README's example is a file that is rendered, checked and applied by the other tests.
#[test]
fn the_readme_shows_a_real_topology() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let shown = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(shown, support::topology("minimal"));
}
