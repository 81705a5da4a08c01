//! What several test files need.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failure here is a failed test")]

pub(crate) mod edit;

use std::{fs, path::PathBuf};

pub(crate) use edit::Edit;

use topogen::{diag::Diagnostics, source::Source, tree::Tree};

/// The repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The command: that which ships, where `TOPOGEN_SHIPPED` names it.
pub(crate) fn program() -> PathBuf {
    match std::env::var_os("TOPOGEN_SHIPPED") {
        Some(shipped) => root().join(shipped),
        None => PathBuf::from(env!("CARGO_BIN_EXE_topogen")),
    }
}

/// Name and text of every file in `topologies/`, by name.
pub(crate) fn topologies() -> Vec<(String, String)> {
    let mut topologies: Vec<_> = fs::read_dir(root().join("topologies"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    topologies.sort();
    assert!(topologies.len() >= 5);
    topologies
}

/// The text of one topology.
pub(crate) fn topology(name: &str) -> String {
    fs::read_to_string(root().join("topologies").join(format!("{name}.toml"))).unwrap()
}

/// The text of one topology after some changes.
pub(crate) fn edited(name: &str, edits: &[Edit]) -> String {
    edit::edited(&topology(name), edits).unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// Renders a text that has no errors.
pub(crate) fn render(text: &str) -> Tree {
    let source = Source::new("test.toml", text);
    let mut diags = Diagnostics::new();
    let checked = topogen::check(&source, &mut diags).ok();
    let findings: Vec<_> = diags.sorted().iter().map(|finding| finding.message.clone()).collect();
    topogen::render(&checked.unwrap_or_else(|| panic!("{findings:?}"))).unwrap()
}
