//! Kinds of bad input that people write: each is one finding, at its place, in the words of the file, with what to
//! write instead.

use serde::Deserialize;
use topogen::{
    diag::{Diagnostic, Diagnostics},
    source::Source,
};

/// A right file. Each kind replaces one line of it, the last of which is empty.
const RIGHT: [&str; 13] = [
    "name = \"shop\"",
    "tier = \"active-active\"",
    "home = \"us-east-1\"",
    "domain = \"example.com\"",
    "",
    "[regions]",
    "us-east-1 = {}",
    "eu-west-1 = {}",
    "",
    "[services.api]",
    "image = \"shop/api:1\"",
    "tasks = 4",
    "",
];

/// The kinds, with what is said of them.
const KINDS: &str = include_str!("kinds.toml");

/// The fields are explained there.
#[derive(Deserialize)]
struct Kind {
    line: usize,
    by: String,
    at: String,
    code: String,
    says: String,
    help: String,
}

#[derive(Deserialize)]
struct Kinds {
    kind: Vec<Kind>,
}

fn findings(text: &str) -> (Source, Vec<Diagnostic>) {
    let source = Source::new("t.toml", text);
    let mut diags = Diagnostics::new();
    _ = topogen::check(&source, &mut diags);
    let found = diags.sorted().into_iter().cloned().collect();
    (source, found)
}

#[test]
fn a_right_file_has_no_findings() {
    assert_eq!(findings(&RIGHT.join("\n")).1.len(), 0);
}

#[test]
fn each_kind_is_one_finding_with_a_place_and_a_way_out() {
    let kinds: Kinds = toml::from_str(KINDS).unwrap();
    assert!(kinds.kind.len() >= 54);
    let wrong: Vec<String> = kinds.kind.iter().filter_map(|kind| problem(kind).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is not as it should be.
fn problem(kind: &Kind) -> Result<(), String> {
    let mut lines = RIGHT;
    lines[kind.line - 1] = &kind.by;
    let (source, found) = findings(&lines.join("\n"));
    let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    let [finding] = found.as_slice() else { return Err(format!("{}: {messages:?}", kind.by)) };
    let help = finding.help.as_ref().unwrap();
    let replacements = help.edit.as_ref().map(|edit| edit.replacements(&source));
    let replaces = replacements.is_some_and(|all| all.iter().any(|one| one.text == kind.help));
    let meant = replaces || !help.shows_edit && help.text.contains(&kind.help);
    let before: usize = lines.iter().take(kind.line - 1).map(|line| line.len() + 1).sum();
    let within = format!("{}\n", kind.by);
    let place = source.position(before + within.rfind(&kind.at).unwrap());
    let there = source.position(finding.primary.span.start) == place;
    let mut diags = Diagnostics::new();
    _ = topogen::check(&source, &mut diags);
    let shown = diags.render(&source);
    let arrow = shown.contains(&format!("t.toml:{}:{}\n", place.line, place.column));
    let right = finding.code.slug == kind.code && finding.message.contains(&kind.says);
    if right && meant && there && arrow { Ok(()) } else { Err(shown) }
}

#[test]
fn what_is_wrong_is_cut_short_and_has_its_line() {
    let long = format!("{} = 1\n", "k".repeat(20_000));
    let (_, found) = findings(&long);
    assert!(found.iter().all(|finding| finding.message.len() < 200));
    let deep = format!("name = \"shop\"\n{}x = 1\n", "a.".repeat(200));
    let (source, found) = findings(&deep);
    let [finding] = found.as_slice() else { panic!("{}", found.len()) };
    assert_eq!(source.position(finding.primary.span.start).line, 2);
    assert!(finding.help.as_ref().unwrap().text.contains("80 levels"));
}

/// Its value is wrong, and nothing follows from that.
#[test]
fn an_entry_that_fails_keeps_its_name() {
    let mut lines = RIGHT;
    lines[11] = "tasks = 4\nuses = [\"databases.main\"]";
    lines[12] = "[databases.main]\nengine = \"aurora-postgresql\"\nversion = 17.7\nclass = \"db.r7g.large\"\n";
    let (_, found) = findings(&lines.join("\n"));
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.slug).collect();
    assert_eq!(codes, ["wrong-value"]);
}
