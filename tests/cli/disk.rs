//! What the command line does with files that are in the way, edited, endless or half written.

use std::{fs, path::Path};

use tempfile::TempDir;

use super::{folder, shown, support, topogen};

/// A rendered `prod` of which one file was edited by hand.
fn edited() -> TempDir {
    let dir = folder();
    topogen(dir.path(), &["render", "prod.toml"]);
    edit(dir.path());
    dir
}

fn edit(dir: &Path) {
    let file = dir.join("prod/edge/versions.tf");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(file, format!("# mine\n{text}")).unwrap();
}

#[test]
fn advice_about_an_edited_file_can_be_followed() {
    let dir = edited();
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["render", "prod.toml", "--check"])), @"
    status: 2
    --- stdout
    --- stderr
    prod: not what would be written; see `topogen render prod.toml --diff`, then move what was edited into files of your own, or give it up with `--overwrite PATH`
      edge/versions.tf: was edited after topogen wrote it
    ");
    // What is shown could not be written.
    let output = topogen(dir.path(), &["render", "prod.toml", "--diff"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(shown(&output).contains("edge/versions.tf: was edited after topogen wrote it"));
}

#[test]
fn overwrite_takes_patterns_and_reports_what_means_nothing() {
    let dir = edited();
    let output = topogen(dir.path(), &["render", "prod.toml", "--overwrite", "nope.tf"]);
    insta::assert_snapshot!(shown(&output), @"
    status: 64
    --- stdout
    --- stderr
    error: `--overwrite nope.tf` means no file of prod; write a path within the tree, such as `edge/main.tf` or `**/*.tf`
    ");
    for pattern in ["**/*.tf", "./edge/versions.tf", "prod/edge/versions.tf"] {
        edit(dir.path());
        let output = topogen(dir.path(), &["render", "prod.toml", "--overwrite", pattern]);
        assert_eq!(output.status.code(), Some(0), "{pattern}: {}", shown(&output));
    }
}

#[test]
fn one_tree_is_not_rendered_twice() {
    let dir = folder();
    fs::write(dir.path().join("Prod.toml"), support::topology("prod")).unwrap();
    for other in ["./prod.toml", "Prod.toml"] {
        let output = topogen(dir.path(), &["render", "prod.toml", other]);
        assert_eq!(output.status.code(), Some(64), "{other}: {}", shown(&output));
        assert!(!dir.path().join("prod").exists());
    }
}

#[test]
fn check_ends_with_what_it_found() {
    let dir = folder();
    fs::write(dir.path().join("bad.toml"), "name = 1\ntier = 2\n").unwrap();
    let total = |files: &[&str]| {
        let output = topogen(dir.path(), &[&["check"], files].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(total(&["prod.toml"]), "nothing found in 1 file\n");
    assert_eq!(total(&["bad.toml", "prod.toml"]), "4 errors in 2 files\n");
}

/// Devices say that they have no length.
#[cfg(unix)]
#[test]
fn input_without_an_end_is_refused() {
    let dir = TempDir::new().unwrap();
    let output = topogen(dir.path(), &["check", "/dev/zero"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(shown(&output).contains("at most 1048576 bytes"), "{}", shown(&output));
}

/// A write that dies leaves nothing that the next one would take for a topology.
#[cfg(unix)]
#[test]
fn init_writes_all_or_nothing() {
    let dir = TempDir::new().unwrap();
    let script = "ulimit -f 0; exec \"$0\" init .";
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", script]).arg(support::program()).current_dir(dir.path());
    assert!(!limited.output().unwrap().status.success());
    assert!(!dir.path().join("topology.toml").exists());
    assert_eq!(topogen(dir.path(), &["init"]).status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_file_name_does_nothing_to_the_terminal() {
    let dir = TempDir::new().unwrap();
    for name in ["a\u{1b}]0;owned\u{7}.toml", "b\n.toml"] {
        fs::write(dir.path().join(name), "").unwrap();
        for command in ["check", "render", "capacity"] {
            let output = topogen(dir.path(), &[command, name]);
            let text = [output.stdout, output.stderr].concat();
            assert!(!text.iter().any(|byte| [0x1b, 0x7].contains(byte)), "{command} {name:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_written_is_said_so() {
    let dir = folder();
    fs::write(dir.path().join("occupied"), "a file\n").unwrap();
    let output = topogen(dir.path(), &["render", "prod.toml", "--out", "occupied"]);
    insta::assert_snapshot!(shown(&output), @"
    status: 1
    --- stdout
    --- stderr
    error: cannot look at `occupied/prod`: Not a directory (os error 20)
    ");
    let elsewhere = TempDir::new().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), dir.path().join("link")).unwrap();
    fs::create_dir(dir.path().join("prod")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), dir.path().join("prod/edge")).unwrap();
    let output = topogen(dir.path(), &["render", "prod.toml"]);
    insta::assert_snapshot!(shown(&output), @"
    status: 1
    --- stdout
    --- stderr
    error: `prod/edge` is a symlink, and topogen writes through none below the tree's root; replace it with what it points to
    ");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}
