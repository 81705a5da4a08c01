//! Pages that are made from the code are what the code makes.
//!
//! `TOPOGEN_BLESS=1 cargo test --test docs` writes them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failure here is a failed test")]

mod support;

use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn every_block_has_its_page() {
    let folder = support::root().join("docs/blocks");
    let pages = topogen::testing::block_pages();
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &pages {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &pages {
        let written = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(written, *text, "run `TOPOGEN_BLESS=1 cargo test --test docs`: {name}");
    }
    let files: BTreeSet<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files.len(), pages.len(), "a page without a block");
}

/// What editors read the topologies by. A topology in a folder of its own has its own, by `topogen schema`.
#[test]
fn every_topology_names_the_schema() {
    let file = support::root().join("docs/topogen.schema.json");
    let program = env!("CARGO_BIN_EXE_topogen");
    let schema = std::process::Command::new(program).arg("schema").output().unwrap().stdout;
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        fs::write(&file, &schema).unwrap();
    }
    let written = fs::read(&file).unwrap_or_default();
    assert!(written == schema, "run `TOPOGEN_BLESS=1 cargo test --test docs`");
    for (name, text) in support::topologies() {
        assert!(text.starts_with("#:schema ../docs/topogen.schema.json\n"), "{name}");
    }
}

/// Every `#checkov:skip=ID:reason` and `#trivy:ignore:ID reason` of the templates, as rows of `docs/security.md`.
fn suppressions(dir: &Path, rows: &mut Vec<String>) {
    for entry in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            suppressions(&entry, rows);
            continue;
        }
        let modules = support::root().join("templates/modules");
        let file = entry.strip_prefix(modules).unwrap().display().to_string();
        let text = fs::read_to_string(&entry).unwrap();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let skip = if let Some(skip) = line.trim().strip_prefix("#checkov:skip=") {
                skip.split_once(':').expect("a reason")
            } else if let Some(skip) = line.strip_prefix("#trivy:ignore:") {
                let next = lines.peek().copied().unwrap_or_default();
                // It holds for the line after it, or after others of its kind.
                let holds = next.starts_with("resource ") || next.starts_with("#trivy:ignore:");
                assert!(holds, "{file}: `{line}` stands before no resource");
                skip.split_once(' ').expect("a reason")
            } else {
                continue;
            };
            let row = format!("| `{file}` | {} | {} |", skip.0, skip.1);
            // At a bucket and at its encryption it is one suppression.
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
}

#[test]
fn every_suppression_is_listed() {
    let mut rows = Vec::new();
    suppressions(&support::root().join("templates/modules"), &mut rows);
    rows.sort();
    let path = support::root().join("docs/security.md");
    let text = fs::read_to_string(&path).unwrap();
    let (head, table) = text.split_once("|---|---|---|\n").unwrap();
    let expected = format!("{}\n", rows.join("\n"));
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        fs::write(&path, format!("{head}|---|---|---|\n{expected}")).unwrap();
    } else {
        assert_eq!(table, expected, "run `TOPOGEN_BLESS=1 cargo test --test docs`");
    }
}
