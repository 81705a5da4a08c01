//! `check --fix`: what it writes, what it shows, and what it leaves alone.

use std::{fs, path::Path};

use tempfile::TempDir;

use super::{
    folder, shown,
    support::{self, Edit::Add},
    topogen,
};

/// A folder with a file in which something can be mended and something cannot.
fn wrong() -> TempDir {
    let dir = folder();
    let text = "name = \"shop\"\ntier = \"active-activ\" # for now\nhome = \"us-east-1\"\n\n\
                [regions]\nus-east-1 = { wieght = 60 }\neu-wset-1 = { weight = \"40\" }\n";
    fs::write(dir.path().join("wrong.toml"), text).unwrap();
    dir
}

fn text(dir: &TempDir) -> String {
    fs::read_to_string(dir.path().join("wrong.toml")).unwrap()
}

#[test]
fn fix_writes_what_is_certain_and_reports_the_rest() {
    let dir = wrong();
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["check", "--fix", "wrong.toml"])), @"
    status: 3
    --- stdout
    3 mended; 1 error in 1 file
    --- stderr
    wrong.toml:2: mended[wrong-value]: `active-activ` is not a value of `tier`: did you mean `active-active`?
    wrong.toml:6: mended[unknown-key]: unknown key `wieght`: did you mean `weight`?
    wrong.toml:7: mended[wrong-value]: `weight` takes a number; this is text: write the number without quotes
    error[unknown-region]: `eu-wset-1` is not an AWS region
     --> wrong.toml:7:1
      |
    7 | eu-wset-1 = { weight = 40 }
      | ^^^^^^^^^
      |
      = help: did you mean `eu-west-1`?
    ");
    insta::assert_snapshot!(text(&dir), @r#"
    name = "shop"
    tier = "active-active" # for now
    home = "us-east-1"

    [regions]
    us-east-1 = { weight = 60 }
    eu-wset-1 = { weight = 40 }
    "#);
    let names = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(names, 2, "nothing is left behind");
    // What is right stays, and is right.
    let before = fs::read(dir.path().join("prod.toml")).unwrap();
    let output = topogen(dir.path(), &["check", "--fix", "prod.toml"]);
    assert_eq!(shown(&output), "status: 0\n--- stdout\nnothing found in 1 file\n--- stderr\n");
    assert_eq!(fs::read(dir.path().join("prod.toml")).unwrap(), before);
}

#[test]
fn diff_shows_what_fix_would_write() {
    let dir = wrong();
    let before = text(&dir);
    let output = topogen(dir.path(), &["check", "--fix", "--diff", "wrong.toml"]);
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r#"
    --- a/wrong.toml
    +++ b/wrong.toml
    @@ -1,7 +1,7 @@
     name = "shop"
    -tier = "active-activ" # for now
    +tier = "active-active" # for now
     home = "us-east-1"
     
     [regions]
    -us-east-1 = { wieght = 60 }
    -eu-wset-1 = { weight = "40" }
    +us-east-1 = { weight = 60 }
    +eu-wset-1 = { weight = 40 }
    "#);
    assert_eq!(output.status.code(), Some(3), "nothing is mended");
    assert_eq!(text(&dir), before);
    for args in [&["--diff"][..], &["--fix", "--diff", "--format", "json"]] {
        let output = topogen(dir.path(), &[&["check", "wrong.toml"], args].concat());
        assert_eq!(output.status.code(), Some(64), "{args:?}");
    }
}

#[test]
fn a_denied_warning_is_left_and_counts() {
    let dir = wrong();
    let edits = [Add("network", "{}"), Add("regions.eu-south-2", "{}")];
    let text = support::edited("minimal", &edits);
    fs::write(dir.path().join("wrong.toml"), text).unwrap();
    let args = ["check", "--fix", "wrong.toml", "--deny", "opt-in-region", "--format", "github"];
    let output = topogen(dir.path(), &args);
    assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
}

/// Nothing else is mended either.
fn refused(dir: &TempDir, path: &Path, why: &str) {
    let before = text(dir);
    let output = topogen(dir.path(), &["check", "--fix", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    assert!(shown(&output).contains(why), "{}", shown(&output));
    assert_eq!(text(dir), before);
}

#[cfg(unix)]
#[test]
fn a_link_and_a_protected_file_are_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = wrong();
    symlink("wrong.toml", dir.path().join("link.toml")).unwrap();
    refused(
        &dir,
        Path::new("link.toml"),
        "error: nothing is mended: `link.toml` is a symbolic link; name the file that it leads to\n",
    );
    let file = dir.path().join("wrong.toml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    refused(
        &dir,
        Path::new("wrong.toml"),
        "error: nothing is mended: `wrong.toml` is write-protected; make it writable and run again\n",
    );
}

#[test]
fn a_file_that_cannot_be_read_is_left_as_it_is() {
    let dir = wrong();
    let bytes = b"teir = \"active-active\"\nname = \"caf\xe9\"\n";
    fs::write(dir.path().join("latin1.toml"), bytes).unwrap();
    let output = topogen(dir.path(), &["check", "--fix", "latin1.toml"]);
    assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
    assert_eq!(fs::read(dir.path().join("latin1.toml")).unwrap(), bytes);
}
