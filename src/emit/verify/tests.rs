//! It sees what is broken, and how much of it.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::*;
use crate::{diag::Diagnostics, source::Source};

/// A file with everything that ours have.
const SOUND: &str = r#"# A comment with "quotes ${ and brackets [
terraform {
  # Another.
  required_version = ">= 1.11.0"

  backend "s3" {
    bucket = "x"
  }
}

module "a" {
  source = "../modules/a"
  providers = {
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }
  half  = 2.5
  empty = {}
  tags  = { "a b" = "c", d = "$${e}%%{f}$\"\\\n\u00ad\U000e0041" }
  maps = [{
    x = [1, [], "é"]
    }, {
    "y.z" = module.b.c["d"]
  }]
  long = [
    true,
    f([1], 2),
  ]
}

run "x" {
  assert {
    condition = jsonencode(module.a.b) == jsonencode({ c = ["d"] })
  }
  filter {}
}
"#;

#[test]
fn what_we_write_is_sound() {
    assert_eq!(verify(&SOUND.replace("f([1], 2)", "f([1])")), Ok(()));
    assert!(hcl::parse(SOUND).is_ok());
}

#[test]
fn each_thing_that_may_be_wrong_is_seen_on_its_line() {
    let string = "a string does not end on its line";
    let closes = "a bracket closes what is not open";
    let cases = [
        ("a = \"x\n", 1, string),
        ("a = \"x\\\"\n", 1, string),
        ("a = \"x\"y\"\n", 1, "the line goes on after its end"),
        ("a = \"${x}\"\n", 1, "a string has a marker that Terraform would read"),
        ("a = \"%{x}\"\n", 1, "a string has a marker that Terraform would read"),
        ("a = \"$$${x}%${y}\"\n", 1, "a string has a marker that Terraform would read"),
        ("a = \"\\x\"\n", 1, "a string has an escape that HCL does not know"),
        ("a = \"\\u00g0\"\n", 1, "a string has an escape that HCL does not know"),
        ("a = \"\t\"\n", 1, "a string has a control character"),
        ("a = \"x\"\r\n", 1, "the line goes on after its end"),
        ("a = <<EOT\n", 1, "a value is missing"),
        ("a = \n", 1, "a value is missing"),
        ("a =\n", 1, "a key has no value"),
        ("a = 1 # why\n", 1, "the line goes on after its end"),
        ("a = 1 2\n", 1, "the line goes on after its end"),
        ("a = 1.\n", 1, "a number ends with its point"),
        ("a = b.\n", 1, "a path ends with a dot"),
        ("a = b[0]\n", 1, "a string has no start"),
        ("a = b[\"c\"\n", 1, "an index is not closed"),
        ("a = f(1\n", 1, "a call is not closed"),
        ("a = [1, 2\n", 1, "a list is not closed"),
        ("a = { b = 1\n", 1, "a map is not closed"),
        ("a = { b 1 }\n", 1, "a key has no value"),
        ("a = x + y\n", 1, "the line goes on after its end"),
        ("a = x ? y : z\n", 1, "the line goes on after its end"),
        ("a = {\n  b = 1\n", 2, "the file ends too early"),
        ("a = {\n]\n", 2, closes),
        ("a = [\n  1\n]\n", 2, "an item of a list ends with a comma"),
        ("a = [\n}\n", 2, closes),
        ("a = [{\n}\n", 2, closes),
        ("a = {\n}, {\n", 2, "a map goes on that is in no list"),
        ("a = {\n  b {\n", 2, "a key has no value"),
        ("  \n", 1, "a line of blanks"),
        ("\"a\" = 1\n", 1, "neither a key nor a block begins here"),
        ("}\n}\n", 2, closes),
        ("b \"c {\n", 1, string),
        ("b \"c\" d {\n", 1, "a block has no body"),
        ("*/\n", 1, "neither a key nor a block begins here"),
    ];
    for (text, line, what) in cases {
        let text = format!("b {{\n{text}}}\n");
        // The block closes what is left open.
        let found = verify(&text).unwrap_err();
        assert!(
            found == Broken { line: line + 1, what } || what == "the file ends too early",
            "{text}{found:?}"
        );
    }
    assert_eq!(verify("a = 1\n").unwrap_err().what, "a block has no body");
    assert_eq!(verify("b {\n").unwrap_err().what, "the file ends too early");
    assert_eq!(verify("b {\n}").unwrap_err().what, "the file ends too early");
    let deep = format!("b {{\n  a = {}1{}\n}}\n", "[".repeat(99), "]".repeat(99));
    assert_eq!(verify(&deep).unwrap_err().what, "brackets are too deep");
}

/// Files of a tree, but for those that take long to parse.
fn files() -> Vec<String> {
    let text = include_str!("../../../topologies/alarmed.toml");
    let checked = crate::check(&Source::new("t.toml", text), &mut Diagnostics::new());
    let tree = crate::render(&checked.ok().unwrap()).unwrap();
    let ours = tree.files().filter(|(path, _)| !path.starts_with("modules/"));
    let terraform =
        ours.filter(|(path, _)| matches!(path.rsplit_once('.'), Some((_, "tf" | "hcl"))));
    let files: Vec<_> = terraform.map(|(_, text)| text.to_owned()).collect();
    files.into_iter().filter(|text| text.len() < 6_000).collect()
}

/// One thing that is changed in a file.
#[derive(Debug, Clone)]
enum Damage {
    CharGone,
    CharNew(char),
    CharOther(char),
    LineGone,
    LineTwice,
    LineCut,
    LinesSwapped(Index),
}

impl Damage {
    fn of(&self, text: &str, at: Index) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        let char_at = at.index(chars.len());
        let mut lines: Vec<&str> = text.lines().collect();
        let line_at = at.index(lines.len());
        match self {
            Self::CharGone => _ = chars.remove(char_at),
            Self::CharNew(new) => chars.insert(char_at, *new),
            Self::CharOther(new) => chars[char_at] = *new,
            Self::LineGone => _ = lines.remove(line_at),
            Self::LineTwice => lines.insert(line_at, lines[line_at]),
            Self::LineCut => lines[line_at] = &lines[line_at][..lines[line_at].len() / 2],
            Self::LinesSwapped(other) => lines.swap(line_at, other.index(text.lines().count())),
        }
        match self {
            Self::CharGone | Self::CharNew(_) | Self::CharOther(_) => chars.into_iter().collect(),
            Self::LineGone | Self::LineTwice | Self::LineCut | Self::LinesSwapped(_) => {
                lines.join("\n") + "\n"
            }
        }
    }
}

fn any_damage() -> impl Strategy<Value = Damage> {
    let some = || prop::sample::select("\"\\\\${}[]()=,.#<%/a1 \n".chars().collect::<Vec<_>>());
    prop_oneof![
        Just(Damage::CharGone),
        some().prop_map(Damage::CharNew),
        some().prop_map(Damage::CharOther),
        Just(Damage::LineGone),
        Just(Damage::LineTwice),
        Just(Damage::LineCut),
        any::<Index>().prop_map(Damage::LinesSwapped),
    ]
}

/// What a parser of all of HCL refuses in a damaged file of ours is seen here, but for keys that are there twice: our maps have none.
#[test]
fn what_a_parser_refuses_is_seen() {
    let files = files();
    let mut runner = TestRunner::deterministic();
    let damage = (any::<Index>(), any::<Index>(), any_damage());
    let (mut refused, mut seen, mut twice) = (0, 0, 0);
    for _ in 0..2_000 {
        let (file, at, damage) = damage.new_tree(&mut runner).unwrap().current();
        let file: &String = file.get(&files);
        let text = damage.of(file, at);
        if let Err(error) = hcl::parse(&text) {
            refused += 1;
            if verify(&text).is_err() {
                seen += 1;
            } else {
                let error = error.to_string();
                assert!(
                    error.contains("duplicate") || error.contains("redefined"),
                    "{error}\n{text}"
                );
                twice += 1;
            }
        }
    }
    assert_eq!(seen + twice, refused);
    assert!(
        refused > 800 && twice < 120,
        "{refused} refused, {twice} of them for a key that is there twice"
    );
}
