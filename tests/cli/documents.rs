//! What topogen says of itself: help, findings explained, the schema, completions, the manual.

use tempfile::TempDir;

use super::{shown, topogen};

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
        "diff",
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

#[test]
fn wrong_usage_is_64() {
    let dir = TempDir::new().unwrap();
    for args in [&["moon"][..], &["render"], &["check", "--format", "xml", "x.toml"], &[]] {
        assert_eq!(topogen(dir.path(), args).status.code(), Some(64), "{args:?}");
    }
}
