//! What findings offer to change, and what `check --fix` makes of it.
//!
//! Every fixture of a finding, `tests/diagnostics/*.toml`, is mended here.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod support;

use std::{collections::BTreeSet, fmt::Write as _, fs};

use topogen::{
    diag::{Applicability, Diagnostics, Levels, Severity},
    fix::fix,
    source::Source,
};

/// Name and text of every fixture, by name.
fn fixtures() -> Vec<(String, String)> {
    let folder = support::root().join("tests/diagnostics");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = entries
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    all.sort();
    all
}

fn fixed(text: &str) -> String {
    fix("test.toml", text, &Levels::default()).source.text().to_owned()
}

fn findings(text: &str) -> Diagnostics {
    let mut diags = Diagnostics::new();
    _ = topogen::check(&Source::new("test.toml", text), &mut diags);
    diags
}

/// Code and message of every error.
fn errors(text: &str) -> BTreeSet<String> {
    let diags = findings(text);
    let errors = diags.sorted().into_iter().filter(|found| found.severity == Severity::Error);
    errors.map(|found| format!("{}: {}", found.code.slug, found.message)).collect()
}

/// Which edits there are is decided for each finding, and a change of it shows here.
#[test]
fn every_finding_has_the_edit_that_was_decided() {
    let mut list = BTreeSet::new();
    for (_, text) in fixtures() {
        for finding in findings(&text).sorted() {
            let edit = finding.help.as_ref().and_then(|help| help.edit.as_ref());
            let edit = edit.map_or("-", |edit| edit.applicability.as_str());
            list.insert(format!("{:<30} {edit:<9} {}", finding.code.slug, finding.message));
        }
    }
    insta::assert_snapshot!(list.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_is_mended_is_shown() {
    let mut all = String::new();
    for (name, text) in fixtures() {
        let diff = topogen::tree::diff_texts(&name, &text, &fixed(&text));
        write!(all, "{diff}").unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_certain_edit_mends_its_finding_and_brings_no_error() {
    let mut mended = 0;
    for (name, text) in fixtures() {
        let (before, after) = (errors(&text), errors(&fixed(&text)));
        assert!(after.is_subset(&before), "{name}: {:?}", after.difference(&before));
        let left = findings(&fixed(&text));
        let certain = |diags: &Diagnostics| {
            let edits =
                diags.sorted().into_iter().filter_map(|found| found.help.as_ref()?.edit.clone());
            edits.filter(|edit| edit.applicability == Applicability::Certain).count()
        };
        assert_eq!(certain(&left), 0, "{name}: something is left to mend");
        mended += certain(&findings(&text));
    }
    assert!(mended > 24, "{mended}");
}

/// Nothing is lost with what goes, and nothing else moves.
#[test]
fn comments_stay_in_their_order() {
    for (name, text) in fixtures().into_iter().filter(|(name, _)| !name.starts_with("syntax")) {
        let mut commented = String::new();
        for (number, line) in text.lines().enumerate() {
            writeln!(commented, "# above {number}\n{line} # beside {number}").unwrap();
        }
        if errors(&commented).iter().any(|error| error.starts_with("syntax")) {
            continue;
        }
        let mended = fixed(&commented);
        let numbers = |text: &str, kind: &str| -> Vec<String> {
            let comments = text.split(kind).skip(1);
            comments.map(|rest| rest.lines().next().unwrap_or_default().to_owned()).collect()
        };
        for kind in ["# above ", "# beside "] {
            let (mut before, mut after) = (numbers(&commented, kind), numbers(&mended, kind));
            // Keys that go above the first table take what stands beside them along.
            if name.starts_with("unknown-key.after-a-table") {
                before.sort();
                after.sort();
            }
            assert_eq!(before, after, "{name}:\n{mended}");
        }
        let bare = |text: &str| -> Vec<String> {
            let lines =
                text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim_end());
            let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(bare(&mended), bare(&fixed(&text)), "{name}");
    }
}

#[test]
fn line_endings_stay() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    for (name, text) in fixtures() {
        assert_eq!(fixed(&windows(&text)), windows(&fixed(&text)), "{name}");
    }
}

#[test]
fn a_table_is_renamed_in_all_its_headers() {
    let text = support::topology("minimal");
    let text = format!(
        "{text}\n[tabels.a]\nhash_key = \"id:S\"\n[ tabels . b]\n[tabels.\"c\"]\nhash_key = \"id:S\"\n"
    );
    let mended = fixed(&text);
    for header in ["[tables.a]", "[ tables . b]", "[tables.\"c\"]"] {
        assert!(mended.contains(header), "{mended}");
    }
}

/// Edits that touch wait for the next round, and two keys never become one.
#[test]
fn two_mistakes_do_not_make_a_third() {
    let text = "name = \"shop\"\nteir = \"active_active\"\ntier = \"single-region\"\nhoem = \"us-east-1\"\n\
                [regions]\nus-east-1 = { wieght = 60, weigth = 40 }\n";
    let mended = fixed(text);
    assert!(mended.contains("\nhome = "), "{mended}");
    assert!(mended.contains("\nteir = \"active_active\"\ntier = "), "{mended}");
    assert!(mended.contains("{ weight = 60, weigth = 40 }"), "{mended}");
}
