//! `topogen diff`: what a change means, against what is committed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value as Json;
use tempfile::TempDir;

use super::support;

/// Runs git as nobody in particular, on a day of its own.
pub(super) fn git(dir: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .args(args)
        .current_dir(dir)
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")])
        .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .envs([("GIT_AUTHOR_DATE", DATE), ("GIT_COMMITTER_DATE", DATE)])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const DATE: &str = "2026-11-20T12:00:00+00:00";

pub(super) fn topogen(dir: &Path, args: &[&str]) -> Output {
    Command::new(support::program())
        .args(args)
        .current_dir(dir)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .output()
        .unwrap()
}

/// A repository with `shop.toml` and its tree committed.
pub(super) struct Repository(TempDir);

impl Repository {
    pub(super) fn of(topology: &str) -> Self {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("shop.toml"), topology).unwrap();
        let repository = Self(dir);
        assert!(topogen(repository.path(), &["render", "shop.toml"]).status.success());
        git(repository.path(), &["init", "--quiet"]);
        repository.commit();
        repository
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn commit(&self) {
        git(self.path(), &["add", "--all"]);
        git(self.path(), &["commit", "--quiet", "--message", "x"]);
    }

    /// Edits the topology.
    pub(super) fn edit(&self, edits: &[(&str, &str)]) -> &Self {
        let file = self.path().join("shop.toml");
        let mut text = fs::read_to_string(&file).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        fs::write(file, text).unwrap();
        self
    }

    fn diff(&self, args: &[&str]) -> Output {
        topogen(self.path(), &[&["diff", "shop.toml"], args].concat())
    }

    fn json(&self, args: &[&str]) -> Json {
        let output = self.diff(&[&["--format", "json"], args].concat());
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
        let document: Json = serde_json::from_slice(&output.stdout).unwrap();
        document.pointer("/comparisons/0").unwrap().clone()
    }
}

pub(super) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(super) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(super) fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// The same text, whichever commit it is about.
pub(super) fn anonymous(text: &str, repository: &Repository) -> String {
    let hash = git(repository.path(), &["rev-parse", "HEAD"]);
    text.replace(hash.trim(), "[commit]").replace(&hash[..7], "[commit]")
}

/// Small, with something of most kinds.
fn small() -> String {
    support::topology("minimal")
}

#[test]
fn what_five_edits_mean() {
    let edits: [(&str, &[(&str, &str)]); 5] = [
        ("weights", &[("weight = 60", "weight = 50"), ("weight = 10,", "weight = 20,")]),
        ("image", &[("shop/api:1.42.0", "shop/api:1.43.0")]),
        ("engine", &[("\"17.7\"", "\"18.6\"")]),
        ("tier", &[("\"active-active\"", "\"warm-standby\"")]),
        ("service", &[("[services.api]", "[services.web]")]),
    ];
    let repository = Repository::of(&support::topology("prod"));
    for (name, edits) in edits {
        git(repository.path(), &["checkout", "--quiet", "."]);
        repository.edit(edits);
        for format in ["text", "markdown"] {
            let output = repository.diff(&["--format", format]);
            assert_eq!((status(&output), stderr(&output)), (0, String::new()));
            let shown = anonymous(&stdout(&output), &repository);
            insta::assert_snapshot!(format!("diff-{name}-{format}"), shown);
            assert!(shown.len() <= 65_536);
            // Nobody can say so without having looked at the account.
            assert!(!shown.contains("safe"), "{shown}");
        }
    }
}

/// The README shows the beginning of what is printed, but for the name of the file and of the commit.
#[test]
fn the_readme_shows_what_is_printed() {
    let repository = Repository::of(&support::topology("prod"));
    repository.edit(&[("userId:S", "customerId:S")]);
    let shown = stdout(&repository.diff(&[])).replace("shop.toml", "prod.toml");
    let hash = git(repository.path(), &["rev-parse", "HEAD"]);
    let shown = shown.replace(&hash[..7], "1f3c0de");
    let readme = fs::read_to_string(support::root().join("README.md")).unwrap();
    let (begin, _) = shown.split_once("\nTopology").unwrap();
    assert!(readme.contains(begin), "{begin}");
}

#[test]
fn nothing_is_said_of_nothing() {
    let repository = Repository::of(&small());
    let output = repository.diff(&["--exit-code", "--fail-on", "review"]);
    assert_eq!(status(&output), 0);
    let shown = anonymous(&stdout(&output), &repository);
    assert_eq!(
        shown,
        "shop.toml against HEAD ([commit]): nothing dangerous is visible in the code; nothing changes\n"
    );
    // Comments and order are no change.
    let text = small();
    fs::write(repository.path().join("shop.toml"), format!("# new\n{text}")).unwrap();
    assert_eq!(repository.json(&["--exit-code"])["edits"], Json::Array(Vec::new()));
}

#[test]
fn the_exit_status_says_what_was_asked() {
    let repository = Repository::of(&small());
    repository.edit(&[("us-east-1 = {}", "us-east-1 = { cidr = \"10.77.0.0/16\" }")]);
    for (args, wanted) in [
        (&[][..], 0),
        (&["--exit-code"], 2),
        (&["--fail-on", "irreversible"], 4),
        (&["--fail-on", "review", "--exit-code"], 4),
        (&["--against", "no-such-branch"], 1),
        (&["--today", "yesterday"], 64),
    ] {
        assert_eq!(status(&repository.diff(args)), wanted, "{args:?}");
    }
    repository.edit(&[("cidr = \"10.77.0.0/16\"", "cidr = 7")]);
    assert_eq!(status(&repository.diff(&[])), 3);
}

#[test]
fn what_is_accepted_counts_through_its_day() {
    let repository = Repository::of(&small());
    let accept = "[[accept]]\nhazard = \"network-replaced\"\nresource = \"regions/us-east-1:module.network.*\"\n\
                  reason = \"a new region in all but name\"\nuntil = \"2026-11-20\"\n";
    repository.edit(&[("us-east-1 = {}", "us-east-1 = { cidr = \"10.77.0.0/16\" }")]);
    let file = repository.path().join("shop.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n{accept}")).unwrap();
    // The day of the last commit.
    let one = repository.json(&[]);
    let of_network = |one: &Json| {
        let hazards = one["hazards"].as_array().unwrap();
        hazards.iter().find(|hazard| hazard["code"] == "network-replaced").unwrap().clone()
    };
    assert_eq!(of_network(&one)["accepted"], "a new region in all but name (until 2026-11-20)");
    assert_ne!(one["level"], "irreversible");
    let later = repository.json(&["--today", "2026-11-21"]);
    assert_eq!(of_network(&later)["accepted"], Json::Null);
    assert_eq!(later["level"], "irreversible");
    let note = "`[[accept]]` of network-replaced for `regions/us-east-1:module.network.*` counted through 2026-11-20, and it is 2026-11-21";
    assert_eq!(later["notes"], serde_json::json!([note]));
    fs::write(&file, format!("{}\n{accept}", small())).unwrap();
    let note = "`[[accept]]` of network-replaced for `regions/us-east-1:module.network.*` is about nothing in this change";
    assert_eq!(repository.json(&[])["notes"], serde_json::json!([note]));
}

#[test]
fn against_a_folder_a_topology_or_any_commit() {
    let repository = Repository::of(&small());
    fs::copy(repository.path().join("shop.toml"), repository.path().join("old.toml")).unwrap();
    let copy = repository.path().join("kept");
    copy_tree(&repository.path().join("shop"), &copy);
    repository.edit(&[("us-east-1 = {}", "us-east-1 = { cidr = \"10.77.0.0/16\" }")]);
    let head = repository.json(&[]);
    let roots = |one: &Json| {
        let mut roots = one["roots"].clone();
        // A folder does not say of which topology it is.
        strip(&mut roots, "edits");
        roots
    };
    assert!(head["counts"]["replace"].as_u64().unwrap() > 10);
    for against in ["old.toml", "kept", "HEAD"] {
        assert_eq!(roots(&repository.json(&["--against", against])), roots(&head), "{against}");
    }
    assert!(topogen(repository.path(), &["render", "shop.toml"]).status.success());
    repository.commit();
    assert_eq!(repository.json(&[])["counts"]["replace"], 0);
    assert_eq!(roots(&repository.json(&["--against", "HEAD~1"])), roots(&head));
    // Another working tree of the same repository.
    let other = repository.path().join("other");
    git(repository.path(), &["worktree", "add", "--quiet", other.to_str().unwrap(), "HEAD~1"]);
    let output = topogen(&other, &["diff", "shop.toml", "--exit-code"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
}

fn strip(value: &mut Json, key: &str) {
    match value {
        Json::Object(members) => {
            members.shift_remove(key);
            members.values_mut().for_each(|one| strip(one, key));
        }
        Json::Array(items) => items.iter_mut().for_each(|one| strip(one, key)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn copy_tree(from: &Path, to: &PathBuf) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_commit_that_is_not_here_is_to_be_fetched() {
    let repository = Repository::of(&small());
    repository.commit_again();
    let clone = TempDir::new().unwrap();
    let from = format!("file://{}", repository.path().display());
    git(clone.path(), &["clone", "--quiet", "--depth", "1", &from, "here"]);
    let here = clone.path().join("here");
    let said = |against: &str| {
        let output = topogen(&here, &["diff", "shop.toml", &format!("--against={against}")]);
        assert_eq!(status(&output), 1);
        stderr(&output)
    };
    assert_eq!(
        said("origin/release"),
        "error: this shallow clone has no commit `origin/release`\n  = help: fetch it: \
         `git fetch --depth=1 origin release:refs/remotes/origin/release`\n"
    );
    assert_eq!(
        said("HEAD~1"),
        "error: this shallow clone has no commit `HEAD~1`\n  = help: fetch it: `git fetch --unshallow`\n"
    );
    // It is not taken for an option of git's.
    assert!(said("--output=x").contains("has no commit `--output=x`"));
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("shop.toml"), small()).unwrap();
    let output = topogen(outside.path(), &["diff", "shop.toml"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("is in no Git repository"), "{}", stderr(&output));
}

impl Repository {
    fn commit_again(&self) {
        git(self.path(), &["commit", "--quiet", "--allow-empty", "--message", "y"]);
    }
}

#[test]
fn a_topology_whose_tree_is_not_committed() {
    let repository = Repository::of(&small());
    git(repository.path(), &["rm", "--quiet", "-r", "--cached", "shop"]);
    git(repository.path(), &["commit", "--quiet", "--message", "x"]);
    repository.edit(&[("us-east-1 = {}", "us-east-1 = { cidr = \"10.77.0.0/16\" }")]);
    let one = repository.json(&[]);
    assert_eq!(one["before"]["rendered"], true);
    assert!(one["counts"]["replace"].as_u64().unwrap() > 10);
    assert_eq!(one["counts"]["create"], 0);
}

#[test]
fn what_comes_from_yours_and_from_topogen_is_named() {
    let repository = Repository::of(&small());
    let own = "resource \"aws_sqs_queue\" \"mine\" {\n  name = \"mine\"\n}\n";
    fs::write(repository.path().join("shop/edge/mine.tf"), own).unwrap();
    let one = repository.json(&[]);
    assert_eq!(one["counts"]["create"], 1);
    assert_eq!(one["roots"][0]["resources"][0]["causes"], serde_json::json!(["files"]));
    let shown = stdout(&repository.diff(&[]));
    assert!(shown.contains("files that are not topogen's differ: edge/mine.tf"), "{shown}");
    assert!(shown.contains("[your files]"), "{shown}");
    // A tree that another topogen has written.
    fs::remove_file(repository.path().join("shop/edge/mine.tf")).unwrap();
    let module = repository.path().join("shop/modules/network/main.tf");
    let text = fs::read_to_string(&module).unwrap();
    let older = text.replace("enable_dns_hostnames = true", "enable_dns_hostnames = false");
    assert_ne!(text, older);
    fs::write(&module, older).unwrap();
    repository.commit();
    fs::write(&module, text).unwrap();
    let one = repository.json(&[]);
    let row = &one["roots"][0]["resources"][0];
    assert_eq!(row["type"], "aws_vpc");
    assert_eq!(row["causes"], serde_json::json!(["topogen"]));
    assert_eq!(row["edits"], serde_json::json!([]));
}

#[test]
fn every_edit_has_its_own_rows() {
    let repository = Repository::of(&support::topology("prod"));
    repository.edit(&[("shop/api:1.42.0", "shop/api:1.43.0"), ("\"17.7\"", "\"17.9\"")]);
    let one = repository.json(&[]);
    assert_eq!(one["edits"][0]["path"], "services.api.image");
    assert_eq!(one["edits"][1]["path"], "databases.orders.version");
    for root in one["roots"].as_array().unwrap() {
        let own = usize::from(root["root"] == "data");
        for row in root["resources"].as_array().unwrap() {
            assert_eq!(row["edits"], serde_json::json!([own]), "{}", row["address"]);
        }
    }
}

#[test]
fn a_render_says_what_harm_it_would_do_and_may_be_told_not_to() {
    let repository = Repository::of(&small());
    repository.edit(&[("us-east-1 = {}", "us-east-1 = { cidr = \"10.77.0.0/16\" }")]);
    let before = git(repository.path(), &["status", "--short"]);
    let output =
        topogen(repository.path(), &["render", "shop.toml", "--deny-hazards", "dangerous"]);
    assert_eq!(status(&output), 4);
    assert_eq!(
        stderr(&output),
        "shop: irreversible: network-replaced; `topogen diff shop.toml` says what it does and how it is done right\n\
         error: nothing is written: `--deny-hazards`\n"
    );
    assert_eq!(git(repository.path(), &["status", "--short"]), before);
    let output = topogen(repository.path(), &["render", "shop.toml"]);
    assert_eq!(status(&output), 0);
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    let output = topogen(repository.path(), &["render", "shop.toml", "--deny-hazards", "review"]);
    assert_eq!((status(&output), stderr(&output)), (0, String::new()));
}
