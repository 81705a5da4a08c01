//! How findings are written, and what `--deny` and `--allow` make of them.

use std::fs;

use serde_json::Value as Json;
use tempfile::TempDir;

use super::{folder, shown, support, topogen};

/// A folder with every fixture of a finding.
fn fixtures() -> (TempDir, Vec<String>) {
    let dir = TempDir::new().unwrap();
    let mut names = Vec::new();
    for entry in fs::read_dir(support::root().join("tests/diagnostics")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        fs::copy(&path, dir.path().join(&name)).unwrap();
        names.push(name);
    }
    names.sort();
    (dir, names)
}

fn check(dir: &TempDir, format: &str, files: &[&str]) -> String {
    let args: Vec<&str> = ["check", "--format", format].iter().chain(files).copied().collect();
    String::from_utf8(topogen(dir.path(), &args).stdout).unwrap()
}

#[test]
fn a_finding_in_sarif_points_at_its_rule() {
    let (dir, names) = fixtures();
    let names: Vec<&str> = names.iter().map(String::as_str).chain(["none.toml"]).collect();
    let document: Json = serde_json::from_str(&check(&dir, "sarif", &names)).unwrap();
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), topogen::codes().len(), "every kind of finding is there");
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
    }
}

#[test]
fn sarif_shows_places_rules_and_edits() {
    let (dir, _) = fixtures();
    insta::assert_snapshot!(check(&dir, "sarif", &["weight-sum.toml"]));
}

#[test]
fn github_shows_findings_at_their_lines() {
    let (dir, _) = fixtures();
    let files = ["weight-sum.toml", "opt-in-region.toml"];
    insta::assert_snapshot!(check(&dir, "github", &files));
    // Beside what a render says, they are on stderr.
    let output = topogen(dir.path(), &["render", "opt-in-region.toml", "--format", "github"]);
    insta::assert_snapshot!(shown(&output));
}

#[test]
fn a_warning_that_is_denied_is_an_error() {
    let (dir, _) = fixtures();
    let file = "opt-in-region.toml";
    assert_eq!(topogen(dir.path(), &["check", file]).status.code(), Some(0));
    let args = ["check", file, "--deny", "opt-in-region"];
    insta::assert_snapshot!(shown(&topogen(dir.path(), &args)));
    let args = ["render", file, "--deny", "opt-in-region"];
    assert_eq!(topogen(dir.path(), &args).status.code(), Some(3));
    assert!(!dir.path().join("opt-in-region").exists(), "nothing is rendered");
    let output = topogen(dir.path(), &["capacity", file, "--deny", "opt-in-region"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(output.stdout, b"", "no report of what is denied");
}

#[test]
fn a_warning_that_is_allowed_is_silent() {
    let (dir, _) = fixtures();
    for command in ["check", "render", "capacity"] {
        let args = [command, "opt-in-region.toml", "--allow", "opt-in-region"];
        let output = topogen(dir.path(), &args);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(output.stderr, b"", "{}", shown(&output));
    }
    let args = ["check", "opt-in-region.toml", "--allow", "opt-in-region", "--format", "json"];
    insta::assert_snapshot!(shown(&topogen(dir.path(), &args)), @r#"
    status: 0
    --- stdout
    {
      "schema_version": 2,
      "findings": [],
      "left_out": 0
    }
    --- stderr
    "#);
}

#[test]
fn levels_that_make_no_sense_are_refused() {
    let dir = folder();
    let cases: [&[&str]; 3] = [
        &["--deny", "opt-in-regoin"],
        &["--allow", "weight-sum"],
        &["--allow", "moving-tag", "--deny", "opt-in-region", "--deny", "moving-tag"],
    ];
    let mut all = String::new();
    for levels in cases {
        let says = ["check", "render", "capacity"].map(|command| {
            let output = topogen(dir.path(), &[&[command, "prod.toml"], levels].concat());
            assert_eq!(output.status.code(), Some(64), "{command} {levels:?}");
            String::from_utf8(output.stderr).unwrap()
        });
        assert!(says.iter().all(|one| *one == says[0]), "{says:?}");
        all.push_str(&says[0]);
    }
    assert!(!dir.path().join("prod").exists(), "nothing is rendered");
    insta::assert_snapshot!(all, @"
    error: there is no finding `opt-in-regoin`
      = help: did you mean `opt-in-region`?
    error: `weight-sum` is an error and cannot be allowed
      = help: mend it; `topogen explain weight-sum` says how
    error: `--deny moving-tag` and `--allow moving-tag` contradict each other
      = help: leave one of them out
    ");
}

/// The first of each severity are shown, and the rest is counted in every format.
#[test]
fn findings_beyond_what_anybody_reads_are_counted() {
    let dir = TempDir::new().unwrap();
    let tags: Vec<String> = (0..2_000).map(|n| format!("\"a!{n}\" = \"b\"")).collect();
    let tags = tags.join("\n");
    let text = format!("{}\n[tags]\n{tags}", support::topology("minimal"));
    fs::write(dir.path().join("many.toml"), text).unwrap();
    let output = topogen(dir.path(), &["check", "many.toml"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr.matches("error[invalid-tag]").count(), 50);
    assert!(
        stderr.ends_with("many.toml: not shown: 1950 errors; mend these first\n\n"),
        "{stderr}"
    );
    assert_eq!(output.stdout, b"2000 errors in 1 file\n");
    let json: Json = serde_json::from_str(&check(&dir, "json", &["many.toml"])).unwrap();
    assert_eq!((json["findings"].as_array().unwrap().len(), &json["left_out"]), (50, &1950.into()));
    let sarif = check(&dir, "sarif", &["many.toml"]);
    assert!(sarif.contains("not shown: 1950 errors; mend these first"), "{sarif}");
    let github = check(&dir, "github", &["many.toml"]);
    assert!(github.ends_with("::not shown: 1950 errors; mend these first\n"), "{github}");
}
