//! The command line as a user sees it: output, findings, exit status.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

#[path = "cli/affected.rs"]
mod affected;
#[path = "cli/capacity.rs"]
mod capacity;
#[path = "cli/ci.rs"]
mod ci;
#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/disk.rs"]
mod disk;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/formats.rs"]
mod formats;
mod support;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value as Json;
use support::Edit::Change;
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

#[test]
fn help_is_what_it_is() {
    let dir = TempDir::new().unwrap();
    insta::assert_snapshot!("help", shown(&topogen(dir.path(), &["--help"])));
    let commands = [
        "init",
        "check",
        "render",
        "affected",
        "ci",
        "capacity",
        "explain",
        "schema",
        "completions",
        "man",
    ];
    for command in commands {
        let output = topogen(dir.path(), &[command, "--help"]);
        insta::assert_snapshot!(format!("help-{command}"), shown(&output));
    }
}

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

#[test]
fn check_prints_json_for_machines() {
    let dir = TempDir::new().unwrap();
    let fixture = support::root().join("tests/diagnostics/weight-sum.toml");
    fs::copy(fixture, dir.path().join("weights.toml")).unwrap();
    let output = topogen(dir.path(), &["check", "weights.toml", "--format", "json"]);
    insta::assert_snapshot!(shown(&output));
}

#[test]
fn init_writes_a_valid_topology_once() {
    let dir = TempDir::new().unwrap();
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["init"])), @"
    status: 0
    --- stdout
    wrote ./topology.toml
    next: edit it, then run `topogen render ./topology.toml`; for an editor that completes keys, `topogen schema >./topogen.schema.json`
    --- stderr
    ");
    assert_eq!(topogen(dir.path(), &["render", "topology.toml"]).status.code(), Some(0));
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["init"])), @"
    status: 1
    --- stdout
    --- stderr
    error: ./topology.toml exists already and is left as it is
    ");
}

/// An example is what is compiled in, whatever an editor is told of it; its golden tree is what it renders to.
#[test]
fn init_writes_an_example() {
    let dir = TempDir::new().unwrap();
    for (name, text) in support::topologies() {
        let output = topogen(dir.path(), &["init", "--example", &name]);
        assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
        let written = fs::read_to_string(dir.path().join(format!("{name}.toml"))).unwrap();
        let (schema, rest) = written.split_once('\n').unwrap();
        assert_eq!(schema, "#:schema ./topogen.schema.json");
        assert!(text.ends_with(rest) && rest.len() + 80 > text.len(), "{name}");
    }
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["init", "--example", "minimul"])), @"
    status: 64
    --- stdout
    --- stderr
    error: there is no example `minimul`
      = help: did you mean `minimal`? there are alarmed, alarmed-dns, assets, downloads, full, minimal, observed, one-state, orders, pilot-light, prod, queues, single-region, six-regions, static, strong-tables, two-regions, warm-standby
    ");
    let again = topogen(dir.path(), &["init", "--example", "prod"]);
    assert_eq!(again.status.code(), Some(1));
}

/// What `init` writes has every section, and is right without its comment signs.
#[test]
fn what_init_comments_out_is_right() {
    let dir = TempDir::new().unwrap();
    topogen(dir.path(), &["init"]);
    let file = dir.path().join("topology.toml");
    let text = fs::read_to_string(&file).unwrap();
    let (_about, text) = text.split_once("\n\n").unwrap();
    let lines = text.lines().map(|line| line.strip_prefix("# ").unwrap_or(line));
    let text = lines.collect::<Vec<_>>().join("\n");
    fs::write(&file, &text).unwrap();
    let check = topogen(dir.path(), &["check", "topology.toml"]);
    assert_eq!(shown(&check), "status: 0\n--- stdout\nnothing found in 1 file\n--- stderr\n");
    let written: toml::Table = text.parse().unwrap();
    let schema = topogen(dir.path(), &["schema"]);
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    for section in schema["properties"].as_object().unwrap().keys() {
        assert!(written.contains_key(section), "{section} is not shown");
    }
}

#[test]
fn explain_knows_every_code_and_suggests() {
    let dir = TempDir::new().unwrap();
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["explain", "weight-sum"])), @"
    status: 0
    --- stdout
    error[weight-sum]: region weights add up to 100 (or to 1)

    A weight is the share of the traffic that a region serves. Shares that do not
    add up hide a mistake: a region that was forgotten, or one that was added
    without taking from another. Leave out all weights for equal shares; 0 is a
    weight.
    --- stderr
    ");
    insta::assert_snapshot!(shown(&topogen(dir.path(), &["explain", "wieght-sum"])), @"
    status: 64
    --- stdout
    --- stderr
    error: there is no finding `wieght-sum`
      = help: did you mean `weight-sum`?
    ");
    for code in topogen::codes() {
        let output = topogen(dir.path(), &["explain", code.slug]);
        assert_eq!(output.status.code(), Some(0), "{}", code.slug);
    }
}

#[test]
fn schema_completions_and_man_are_printed() {
    let dir = TempDir::new().unwrap();
    let schema = topogen(dir.path(), &["schema"]);
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&schema).unwrap());
    for args in [["completions", "bash"], ["completions", "fish"], ["man", "render"]] {
        let output = topogen(dir.path(), &args);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).unwrap().contains("topogen"), "{args:?}");
    }
    let output = topogen(dir.path(), &["man", "rendr"]);
    assert!(shown(&output).contains("did you mean `render`?"), "{}", shown(&output));
    assert_eq!(output.status.code(), Some(64));
}

/// The keys of a schema that no value has, with their places; `*` is a name.
fn unused(schema: &Json, root: &Json, values: &[&toml::Value], place: &str) -> Vec<String> {
    let reference = schema.get("$ref").or_else(|| schema.pointer("/allOf/0/$ref"));
    if let Some(name) = reference.and_then(Json::as_str) {
        let schema = root.pointer(name.trim_start_matches('#')).unwrap();
        return unused(schema, root, values, place);
    }
    let tables: Vec<&toml::Table> = values.iter().filter_map(|value| value.as_table()).collect();
    let keys = schema.get("properties").and_then(Json::as_object);
    let own = keys.into_iter().flatten().flat_map(|(key, schema)| {
        let place = format!("{place}.{key}");
        let values: Vec<_> = tables.iter().filter_map(|table| table.get(key)).collect();
        if values.is_empty() { vec![place] } else { unused(schema, root, &values, &place) }
    });
    let named = schema.get("additionalProperties").filter(|schema| schema.is_object());
    let named = named.into_iter().flat_map(|schema| {
        let entries = tables.iter().flat_map(|table| table.iter());
        let entries = entries.filter(|(key, _)| keys.is_none_or(|keys| !keys.contains_key(*key)));
        let values: Vec<_> = entries.map(|(_, value)| value).collect();
        unused(schema, root, &values, &format!("{place}.*"))
    });
    own.chain(named).collect()
}

/// What no topology has is in no golden tree. One key is always worth a warning, and one is about a change: an example has none;
/// and what renames an entry, `tests/renames.rs` writes into every topology.
#[test]
fn every_key_is_in_some_topology() {
    let dir = TempDir::new().unwrap();
    let schema: Json = serde_json::from_slice(&topogen(dir.path(), &["schema"]).stdout).unwrap();
    let topologies = support::topologies();
    let tables: Vec<toml::Value> =
        topologies.iter().map(|(_, text)| toml::Value::Table(text.parse().unwrap())).collect();
    let mut missing = unused(&schema, &schema, &tables.iter().collect::<Vec<_>>(), "");
    missing.retain(|key| {
        let (section, own) = key.split_once(".*.").unwrap_or_default();
        let called = if section == ".functions" { "parameter" } else { "name" };
        own != called && own != "renamed_from"
    });
    assert_eq!(missing, [".accept", ".databases.*.regions.*.class"]);
}

#[test]
fn wrong_usage_is_64() {
    let dir = TempDir::new().unwrap();
    for args in [&["moon"][..], &["render"], &["check", "--format", "xml", "x.toml"], &[]] {
        assert_eq!(topogen(dir.path(), args).status.code(), Some(64), "{args:?}");
    }
}
