//! Rules about the code that no compiler checks.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod imports;
mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
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

/// The rooms of `src`, the lowest floor first. A room may import what is below it and nothing else; within
/// a room no files import each other in a circle. A new room is placed here.
const FLOORS: [&[&str]; 15] = [
    &["aws", "bug", "source"],
    &["diag", "tree"],
    &["inventory", "words"],
    &["generation", "moves", "plan", "topology"],
    &["affected", "graph", "hazard", "pipeline", "size", "spec"],
    &["block", "check", "partition"],
    &["compose", "emit"],
    &["capacity"],
    &["registry"],
    &["schema"],
    &["docs"],
    &["lib"],
    &["diff", "fix"],
    &["cli"],
    &["main"],
];

#[test]
fn imports_go_down() {
    assert_eq!(imports::wrong(&sources(), &FLOORS), Vec::<String>::new());
}

#[test]
fn the_architecture_shows_the_floors() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let floors: Vec<String> = FLOORS.iter().rev().map(|rooms| rooms.join("   ")).collect();
    assert!(page.contains(&format!("```text\n{}\n```", floors.join("\n"))));
}

/// Two topologies could not be compared, and none could be made without a file.
#[test]
fn the_model_holds_no_place_in_a_file() {
    let model = |file: &str| file.starts_with("topology/") || file.ends_with("/model.rs");
    for (file, text) in sources().into_iter().filter(|(file, _)| model(file)) {
        for place in ["Span", "toml::"] {
            assert!(!text.contains(place), "{file} has {place}");
        }
    }
}

/// What [`imports_go_down`] finds wrong in files that are made up, on three floors.
fn wrong(files: &[(&str, &str)]) -> Vec<String> {
    let rooms = ["ground/mod.rs", "middle.rs", "lib.rs"].map(|file| (file, ""));
    let missing = rooms.iter().filter(|(room, _)| files.iter().all(|(file, _)| file != room));
    let files: Vec<_> =
        files.iter().chain(missing).map(|(f, t)| ((*f).to_owned(), (*t).to_owned())).collect();
    imports::wrong(&files, &[&["ground"], &["middle"], &["lib"]])
}

#[test]
fn an_arrow_upwards_is_found_however_it_is_written() {
    let up = ["ground/mod.rs imports middle.rs, which is not below it"];
    for text in [
        "use crate::middle;",
        "use crate::middle::{self, Thing as Other};",
        "pub(crate) use crate::{\n    ground::{deep::Down, Flat},\n    middle::*,\n};",
        "use super::middle::Thing;",
        "use {std::fmt, crate::{middle::{deep::{Thing}}}};",
        "fn f() { if true { let x = vec![crate::middle::thing()]; } }",
        "fn f(thing: &crate::middle::Thing<'_>) -> Option<u8> { None }",
        "mod inner { use super::super::middle::Thing; }",
        "mod inner {} use super::middle::Thing;",
        "#[cfg(test)] mod tests { fn f() {} } use crate::middle;",
        "const X: &str = \"//\"; use crate::middle;",
    ] {
        assert_eq!(wrong(&[("ground/mod.rs", text)]), up, "{text}");
    }
}

#[test]
fn what_is_no_arrow_upwards_is_none() {
    for text in [
        "// use crate::middle;\n/* crate::middle::x() */ const X: &str = \"crate::middle::x()\";",
        "#[cfg(test)]\nmod tests { use crate::middle; }",
        "#[cfg(test)] use crate::middle::{Thing, other}; fn f() {}",
        "pub(in crate::middle) fn f() {}",
        "use std::middle; use middle::Thing; fn f() { other::crate_::middle() }",
        "mod inner { use super::middle; }",
    ] {
        assert_eq!(wrong(&[("ground/mod.rs", text)]), [""; 0], "{text}");
    }
    let test =
        [("ground/mod.rs", "#[cfg(test)] mod tests;"), ("ground/tests/x.rs", "use crate::middle;")];
    assert_eq!(wrong(&test), [""; 0]);
}

#[test]
fn rooms_on_one_floor_and_the_crate_itself_are_not_below() {
    let files =
        [("a.rs", "use crate::b;"), ("b.rs", ""), ("lib.rs", ""), ("c.rs", "use crate::X;")];
    let files = files.map(|(file, text)| (file.to_owned(), text.to_owned()));
    let found = imports::wrong(&files, &[&["a", "b", "c"], &["lib"]]);
    let expected =
        ["a.rs imports b.rs, which is not below it", "c.rs imports lib.rs, which is not below it"];
    assert_eq!(found, expected);
}

#[test]
fn every_room_is_placed_and_every_place_is_a_room() {
    assert_eq!(wrong(&[("attic/mod.rs", "")]), ["attic is on no floor"]);
    assert_eq!(imports::wrong(&[], &[&["ground"]]), ["there is no ground"]);
}

#[test]
fn files_of_a_room_import_each_other_in_no_circle() {
    let circle = |parent: &str, child: &str| {
        wrong(&[
            ("ground/mod.rs", parent),
            ("ground/x.rs", child),
            ("ground/y.rs", "use super::x;"),
        ])
    };
    let found = ["in a circle: ground/mod.rs -> ground/x.rs -> ground/mod.rs"];
    assert_eq!(circle("mod x; fn f() { x::y() }", "use super::Thing;"), found);
    assert_eq!(circle("mod x; use x::Thing;", "fn f() { super::g() }"), found);
    assert_eq!(circle("mod x; pub use self::x::Thing;", "use crate::ground::Other;"), found);
    let found = ["in a circle: ground/x.rs -> ground/y.rs -> ground/x.rs"];
    assert_eq!(circle("mod x; mod y;", "use super::y::Thing;"), found);
    assert_eq!(circle("mod x; mod y; use x::Thing;", "fn f() {}"), [""; 0]);
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

/// What holds only in a debug build does not hold for anybody who uses topogen.
#[test]
fn nothing_is_promised_in_debug_builds_only() {
    for (file, text) in sources().into_iter().filter(|(file, _)| !file.contains("tests")) {
        for only in ["debug_assert", "debug_assertions"] {
            assert!(!text.contains(only), "{file} has {only}");
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

/// Clippy holds the standard library to `rust-version`, and this the packages that are built here: the oldest compiler
/// that anybody has tried may be newer.
#[test]
fn no_package_needs_a_newer_rust_than_we_promise() {
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).current_dir(root()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let rustc = run("rustc", &["-vV"]);
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let arguments = ["metadata", "--offline", "--format-version", "1", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&run(env!("CARGO"), &arguments)).unwrap();
    let needs = |package: &Value| {
        let version = package.get("rust_version")?.as_str()?.trim_end_matches(".0");
        let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
        Some((parts, package.get("name")?.as_str()?.to_owned()))
    };
    let packages = metadata.get("packages").and_then(Value::as_array).unwrap();
    let packages: Vec<(Vec<u32>, String)> = packages.iter().filter_map(needs).collect();
    let (ours, _) = packages.iter().find(|(_, name)| name == "topogen").unwrap();
    let newer: Vec<_> = packages.iter().filter(|(version, _)| version > ours).collect();
    assert!(newer.is_empty() && packages.len() > 50, "{} packages, {newer:?}", packages.len());
}
