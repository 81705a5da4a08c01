//! The command line as a user sees it: output, findings, exit status.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure here is a failed test"
)]

#[path = "cli/affected.rs"]
mod affected;
#[path = "cli/atlantis.rs"]
mod atlantis;
#[path = "cli/capacity.rs"]
mod capacity;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/ci.rs"]
mod ci;
#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/disk.rs"]
mod disk;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/gitlab.rs"]
mod gitlab;
#[path = "cli/init.rs"]
mod init;
#[path = "cli/render.rs"]
mod render;
mod support;
#[path = "cli/yaml.rs"]
mod yaml;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

/// Runs topogen in a folder with nothing in its environment.
fn topogen(dir: &Path, args: &[&str]) -> Output {
    Command::new(support::program())
        .args(args)
        .current_dir(dir)
        .env_clear()
        // Bars are blocks where the terminal shows them.
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

/// Exit status, stdout and stderr as one text.
fn shown(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let status = output.status.code().unwrap();
    // How many files there are is for the golden trees to say.
    let count = |text: String| match text.split_once(" added, ") {
        Some((before, after)) => {
            format!("{}[n] added, {after}", before.trim_end_matches(|c: char| c.is_ascii_digit()))
        }
        None => text,
    };
    let text = |bytes: &[u8]| {
        text(bytes).split_inclusive('\n').map(|line| count(line.to_owned())).collect::<String>()
    };
    format!(
        "status: {status}\n--- stdout\n{}--- stderr\n{}",
        text(&output.stdout),
        text(&output.stderr)
    )
}

/// A folder with `prod.toml`.
fn folder() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("prod.toml"), support::topology("prod")).unwrap();
    dir
}

/// Every path and content below a folder.
fn snapshot(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files.extend(snapshot(&entry));
        } else {
            files.push((entry.display().to_string(), fs::read(&entry).unwrap()));
        }
    }
    files.sort();
    files
}
