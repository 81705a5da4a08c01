//! `topogen check`: what is read and what is not.

use std::fs;

use tempfile::TempDir;

use super::{shown, support, topogen};

#[test]
fn bad_files_are_findings() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("folder.toml")).unwrap();
    fs::write(dir.path().join("latin1.toml"), b"name = \"caf\xe9\"").unwrap();
    fs::write(dir.path().join("huge.toml"), "# x\n".repeat(2_600_000)).unwrap();
    fs::write(dir.path().join("nul.toml"), "name = \"a\0b\"\n").unwrap();
    fs::write(dir.path().join("empty.toml"), "").unwrap();
    let files =
        ["check", "none.toml", "folder.toml", "latin1.toml", "huge.toml", "nul.toml", "empty.toml"];
    insta::assert_snapshot!(shown(&topogen(dir.path(), &files)));
}

#[test]
fn check_prints_json_for_machines() {
    let dir = TempDir::new().unwrap();
    let fixture = support::root().join("tests/diagnostics/weight-sum.toml");
    fs::copy(fixture, dir.path().join("weights.toml")).unwrap();
    let output = topogen(dir.path(), &["check", "weights.toml", "--format", "json"]);
    insta::assert_snapshot!(shown(&output));
}
