//! `topogen affected`: the roots that a change touches, against what is committed.

use std::fs;

use serde_json::Value as Json;

use super::{
    diff::{Repository, anonymous, git, status, stderr, stdout, topogen},
    support::{self, Edit::Change},
};

const SERVICE: &str = "\n[services.api]\nimage = \"hello/api:1.0.0\"\ntasks = 4\n";

fn affected(repository: &Repository, args: &[&str]) -> String {
    let output = topogen(repository.path(), &[&["affected", "shop.toml"], args].concat());
    assert_eq!((status(&output), stderr(&output)), (0, String::new()));
    stdout(&output)
}

fn write(repository: &Repository, text: &str) {
    fs::write(repository.path().join("shop.toml"), text).unwrap();
}

/// A new service waits for what the foundation does not say yet.
#[test]
fn a_new_service_waits_and_each_format_says_so() {
    let repository = Repository::of(&support::topology("minimal"));
    write(&repository, &(support::topology("minimal") + SERVICE));
    for format in ["text", "json", "github"] {
        let shown = affected(&repository, &["--base", "HEAD", "--format", format]);
        insta::assert_snapshot!(format!("affected-{format}"), anonymous(&shown, &repository));
    }
}

#[test]
fn a_changed_weight_is_for_the_regions_and_waits_for_nothing() {
    let repository = Repository::of(&support::topology("prod"));
    let weights =
        [Change("regions.us-east-1.weight", "50"), Change("regions.ap-southeast-1.weight", "20")];
    write(&repository, &support::edited("prod", &weights));
    let shown = affected(&repository, &["--base", "HEAD"]);
    insta::assert_snapshot!(anonymous(&shown, &repository), @"
    shop.toml against HEAD ([commit]): 3 of 10 roots need a plan
      1  shop/regions/us-east-1       4 objects
      1  shop/regions/ap-southeast-1  4 objects
      1  shop/regions/eu-west-1       3 objects
    ");
}

#[test]
fn what_has_gone_is_named_and_is_no_job() {
    let repository = Repository::of(&support::topology("minimal"));
    let single = support::topology("minimal").replace("eu-west-1 = {}\n", "");
    write(&repository, &single.replace("active-active", "single-region"));
    let shown = affected(&repository, &["--base", "HEAD"]);
    insta::assert_snapshot!(anonymous(&shown, &repository));
    let lines = affected(&repository, &["--base", "HEAD", "--format", "github"]);
    let gone = lines.lines().find(|line| line.starts_with("gone=")).unwrap();
    assert!(gone.contains("\"shop/regions/eu-west-1\""), "{gone}");
    let matrix = lines.lines().find_map(|line| line.strip_prefix("matrix=")).unwrap();
    assert!(!matrix.contains("regions/eu-west-1"), "{matrix}");
}

/// Each line is a name and one value; what is not said as a word is JSON.
#[test]
fn lines_for_github_are_lines() {
    let repository = Repository::of(&support::topology("minimal"));
    let names = ["any", "matrix", "any_ready", "ready", "any_gone", "gone"];
    for args in [&["--base", "HEAD"][..], &["--all"]] {
        let lines = affected(&repository, &[args, &["--format", "github"]].concat());
        let lines: Vec<_> = lines.lines().map(|line| line.split_once('=').unwrap()).collect();
        assert_eq!(lines.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
        for (name, value) in lines {
            let value: Json = serde_json::from_str(value).unwrap();
            assert_eq!(value.is_boolean(), name.starts_with("any"), "{name}");
        }
    }
}

/// Of a text that Terraform reads and the inventory does not, nobody knows what it does.
#[test]
fn files_of_people_and_locks_count_for_their_root() {
    let repository = Repository::of(&support::topology("minimal"));
    for (path, root) in [
        ("edge/.terraform.lock.hcl", "edge"),
        ("edge/mine.tf", "edge"),
        ("foundation/policy.json", "foundation"),
    ] {
        let file = repository.path().join("shop").join(path);
        fs::write(&file, "# mine\n").unwrap();
        let document = affected(&repository, &["--base", "HEAD", "--format", "json"]);
        let document: Json = serde_json::from_str(&document).unwrap();
        let roots = document.pointer("/trees/0/roots").and_then(Json::as_array).unwrap();
        let names: Vec<_> = roots.iter().map(|one| one["root"].as_str().unwrap()).collect();
        assert_eq!(names, [root], "{path}");
        assert_eq!(roots[0]["files"], serde_json::json!([path]));
        fs::remove_file(&file).unwrap();
    }
    assert!(affected(&repository, &["--base", "HEAD"]).contains(": 0 of 4 roots need a plan"));
}

#[test]
fn the_status_says_whether_there_is_something_and_why_there_is_nothing() {
    let repository = Repository::of(&support::topology("minimal"));
    let code = |args: &[&str]| {
        status(&topogen(repository.path(), &[&["affected", "shop.toml"], args].concat()))
    };
    assert_eq!(code(&["--base", "HEAD", "--exit-code"]), 0);
    assert_eq!(code(&["--all", "--exit-code"]), 2);
    assert_eq!(code(&["--base", "none"]), 1);
    assert_eq!(code(&[]), 64);
    assert_eq!(code(&["--base", "HEAD", "--all"]), 64);
    git(repository.path(), &["checkout", "--quiet", "--orphan", "other"]);
    git(repository.path(), &["rm", "--quiet", "--cached", "-r", "."]);
    git(repository.path(), &["commit", "--quiet", "--allow-empty", "--message", "x"]);
    assert!(affected(&repository, &["--base", "HEAD"]).contains(": 4 of 4 roots need a plan"));
    write(&repository, "name = 1\n");
    assert_eq!(code(&["--all"]), 3);
}
