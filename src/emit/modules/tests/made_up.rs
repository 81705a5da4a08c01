//! What a block says is all that there is to add: a made-up one, which no other file knows.

use crate::{diag::Diagnostics, source::Source};

pub(super) const TOPOLOGY: &str = r#"
name   = "mill"
tier   = "active-active"
home   = "eu-west-1"
domain = "example.com"
layout = "split"
regions = { eu-west-1 = { weight = 60 }, us-east-1 = { weight = 40 } }
turbines = { north = { count = 10 }, south = { count = 4 } }
alarms.notify = "oncall@example.com"

[services.api]
image = "mill/api:1"
tasks = 4
"#;

fn findings(from: &str, to: &str) -> String {
    let source = Source::new("made_up.toml", TOPOLOGY.replace(from, to));
    let mut diags = Diagnostics::new();
    _ = crate::check(&source, &mut diags);
    diags.render(&source)
}

#[test]
fn a_block_is_written_in_one_short_file() {
    let lines = include_str!("../../../block/made_up.rs").lines().count();
    assert!(lines < 125, "{lines}");
}

#[test]
fn what_a_block_says_reaches_everybody() {
    let source = Source::new("made_up.toml", TOPOLOGY);
    let checked = crate::check(&source, &mut Diagnostics::new()).ok().unwrap();
    let tree = crate::render(&checked).unwrap();
    let holds = |path: &str, text: &str| {
        let file = tree.files().find(|(name, _)| *name == path);
        let (_, file) = file.unwrap_or_else(|| panic!("no {path}"));
        assert!(file.contains(text), "{path} lacks {text}:\n{file}");
    };
    holds("README.md", "- Turbines: oil them in\n  `eu-west-1`.");
    holds("README.md", "| turbine north | 10 turbines | `us-east-1` | 10 | 10 |");
    holds("README.md", "| `mills/eu-west-1` | what turns in this region |");
    holds("foundation/main.tf", "module \"keys\"");
    holds("mills/us-east-1/main.tf", "north = 10");
    holds("regions/us-east-1/main.tf", "\"turbines.south/{signal}\"");
    holds("mills/us-east-1/tests/promises.tftest.hcl", "module.turbines.reserved_concurrency");
    let report = crate::testing::capacity(&checked, "text");
    assert!(report.contains("turbine north: 10 turbines for the whole world"), "{report}");
}

#[test]
fn a_block_is_held_to_what_all_are_held_to() {
    assert!(findings("count = 10", "count = 0").contains("write a number from 1 to 1000"));
    assert!(findings("count = 10", "counts = 10").contains("error[unknown-key]"));
    let taken = findings("alarms.", "functions.north.concurrency = 1\nalarms.");
    assert!(taken.contains("error[name-taken]"), "{taken}");
}
