//! `topogen render`: what is written, shown, kept and refused.

use std::fs;

use tempfile::TempDir;

use super::{
    folder, shown, snapshot,
    support::{self, Edit::Change},
    topogen,
};

#[test]
fn render_writes_checks_and_is_idempotent() {
    let dir = folder();
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["render", "prod.toml"])), @"
    status: 0
    --- stdout
    prod: [n] added, 0 modified, 0 removed
    next: prod/README.md says how to apply it
    --- stderr
    ");
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["render", "prod.toml"])), @"
    status: 0
    --- stdout
    prod: [n] added, 0 modified, 0 removed
    --- stderr
    ");
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["render", "prod.toml", "--check"])), @"
    status: 0
    --- stdout
    --- stderr
    ");
}

#[test]
fn check_and_diff_write_nothing() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("ledger.toml");
    fs::write(&file, support::topology("strong-tables")).unwrap();
    topogen(dir.path(), &["render", "ledger.toml"]);
    let other = [Change("tables.entries.range_key", "\"number:N\"")];
    fs::write(&file, support::edited("strong-tables", &other)).unwrap();
    let before = snapshot(dir.path());
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["render", "ledger.toml", "--check"])), @"
    status: 2
    --- stdout
    --- stderr
    ledger: not what would be written; run `topogen render ledger.toml`
      data/main.tf: out of date
    ");
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["render", "ledger.toml", "--diff"])), @r#"
    status: 0
    --- stdout
    --- a/data/main.tf
    +++ b/data/main.tf
    @@ -6,10 +6,10 @@
       region      = "us-east-1"
       kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
       hash_key    = "account"
    -  range_key   = "sequence"
    +  range_key   = "number"
       attributes = {
    -    account  = "S"
    -    sequence = "N"
    +    account = "S"
    +    number  = "N"
       }
       replicas = {
         us-east-2 = {
    --- stderr
    "#);
    let both = topogen(dir.path(), &["render", "ledger.toml", "--diff", "--check"]);
    assert_eq!(both.status.code(), Some(2));
    assert_eq!(snapshot(dir.path()), before);
}

#[test]
fn an_edited_file_is_shown_and_kept() {
    let dir = folder();
    topogen(dir.path(), &["render", "prod.toml"]);
    let edited = dir.path().join("prod/edge/versions.tf");
    let text = fs::read_to_string(&edited).unwrap();
    fs::write(&edited, text.replace("~> 6.66", "~> 6.70")).unwrap();
    let before = snapshot(dir.path());
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["render", "prod.toml"])), @r#"
    status: 1
    --- stdout
    --- stderr
    --- a/edge/versions.tf
    +++ b/edge/versions.tf
    @@ -7,7 +7,7 @@
       required_providers {
         aws = {
           source  = "hashicorp/aws"
    -      version = "~> 6.70"
    +      version = "~> 6.66"
         }
       }
     }
    error: nothing was written, because these files would lose somebody's work:
      edge/versions.tf: was edited after topogen wrote it
    `--diff` shows them; move them away, or give them up with `--overwrite PATH`
    "#);
    assert_eq!(snapshot(dir.path()), before);
    let args = ["render", "prod.toml", "--overwrite", "edge/versions.tf"];
    assert_eq!(topogen(dir.path(), &args).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&edited).unwrap(), text);
}

#[test]
fn files_of_others_are_left_alone() {
    let dir = folder();
    let own = dir.path().join("prod/edge/alarms.tf");
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, "# ours\n").unwrap();
    assert_eq!(topogen(dir.path(), &["render", "prod.toml"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&own).unwrap(), "# ours\n");
}

#[test]
fn several_files_are_rendered_or_none() {
    let dir = folder();
    fs::write(dir.path().join("bad.toml"), "name = 1\n").unwrap();
    let output = topogen(dir.path(), &["render", "prod.toml", "bad.toml"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(!dir.path().join("prod").exists());
    fs::write(dir.path().join("bad.toml"), support::topology("minimal")).unwrap();
    insta::assert_snapshot!(
        shown(&topogen(dir.path(), &["render", "prod.toml", "bad.toml", "--out", "trees"])), @"
    status: 0
    --- stdout
    trees/prod: [n] added, 0 modified, 0 removed
    next: trees/prod/README.md says how to apply it
    trees/bad: [n] added, 0 modified, 0 removed
    next: trees/bad/README.md says how to apply it
    --- stderr
    ");
}

#[test]
fn names_that_cannot_be_folders_are_refused() {
    let dir = folder();
    for bad in ["..toml", ".toml", "a b.toml", "prod"] {
        let text = support::topology("prod");
        fs::write(dir.path().join(bad), text).unwrap();
        let output = topogen(dir.path(), &["render", bad]);
        assert_eq!(output.status.code(), Some(64), "{bad}: {}", shown(&output));
    }
    fs::create_dir(dir.path().join("other")).unwrap();
    fs::write(dir.path().join("other/prod.toml"), "").unwrap();
    let args = ["render", "prod.toml", "other/prod.toml", "--out", "x"];
    insta::assert_snapshot!(shown(&topogen(dir.path(), &args)), @"
    status: 64
    --- stdout
    --- stderr
    error: prod.toml and other/prod.toml would both be rendered to x/prod
    ");
}
