//! Every finding has a fixture, `tests/diagnostics/<code>[.<variant>].toml`, and a snapshot of how it is shown.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failure here is a failed test"
)]

mod kinds;
mod support;

use std::{collections::BTreeSet, fs};

use topogen::{
    diag::{Code, Diagnostics},
    source::Source,
};

/// Found on the way to the file, not in it; `tests/cli/check.rs` shows it.
const WITHOUT_FIXTURE: [&str; 1] = ["file-unreadable"];

#[test]
fn findings_are_shown_as_in_their_snapshots() {
    insta::glob!("diagnostics/*.toml", |path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let source = Source::new(name, fs::read_to_string(path).unwrap());
        let mut diags = Diagnostics::new();
        let checked = topogen::check(&source, &mut diags);
        let code = name.split('.').next().unwrap();
        let is_error = |code: &Code| code.severity.as_str() == "error";
        let own = *topogen::codes().iter().find(|own| own.slug == code).unwrap();
        // A warning may stand beside an error that needs the same input.
        let found = diags.sorted().into_iter().map(|finding| finding.code);
        let codes: BTreeSet<&str> = found
            .filter(|found| is_error(found) || !is_error(own))
            .map(|found| found.slug)
            .collect();
        assert_eq!(codes, BTreeSet::from([code]), "a fixture shows its own finding only");
        assert_eq!(checked.is_err(), is_error(own), "{name}");
        insta::assert_snapshot!(diags.render(&source));
    });
}

#[test]
fn every_finding_says_what_to_write() {
    let mut silent = Vec::new();
    for entry in fs::read_dir(support::root().join("tests/diagnostics")).unwrap() {
        let path = entry.unwrap().path();
        let source = Source::new(path.display().to_string(), fs::read_to_string(&path).unwrap());
        let mut diags = Diagnostics::new();
        _ = topogen::check(&source, &mut diags);
        let without = diags.sorted().into_iter().filter(|finding| finding.help.is_none());
        silent.extend(without.map(|finding| format!("{}: {}", source.path(), finding.message)));
    }
    assert!(silent.is_empty(), "no help:\n{}", silent.join("\n"));
}

#[test]
fn every_code_has_a_fixture_and_every_fixture_a_code() {
    let fixtures: BTreeSet<String> = fs::read_dir(support::root().join("tests/diagnostics"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.split('.').next().unwrap().to_owned())
        .chain(WITHOUT_FIXTURE.map(str::to_owned))
        .collect();
    let codes: BTreeSet<String> =
        topogen::codes().iter().map(|code| code.slug.to_owned()).collect();
    assert_eq!(fixtures, codes);
}

/// Slugs are promises: adding, dropping or renaming one shows here.
#[test]
fn codes_are_unique_and_known() {
    let all = topogen::codes();
    assert!(all.windows(2).all(|pair| pair[0].slug < pair[1].slug), "sorted and unique");
    let line = |c: &&Code| format!("{:<24} {:<8} {}", c.slug, c.severity.as_str(), c.summary);
    let table: Vec<String> = all.iter().map(line).collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn the_examples_have_no_findings() {
    let init = fs::read_to_string(support::root().join("templates/topology.toml")).unwrap();
    for (name, text) in support::topologies().into_iter().chain([("init".to_owned(), init)]) {
        let source = Source::new(name, text);
        let mut diags = Diagnostics::new();
        assert!(topogen::check(&source, &mut diags).is_ok());
        assert_eq!(diags.render(&source), "");
    }
}
