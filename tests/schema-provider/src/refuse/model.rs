//! What AWS's own model of its APIs says of each argument that a golden tree sets: lengths, ranges, enumerations and
//! patterns, as botocore carries them.
//!
//! `tests/aws/values.py --write` writes `model.tsv`, whose lines are those of `limits` without an answer: services give the same one
//! for all of them.

use std::sync::LazyLock;

use super::Rule;
use super::limits::{Limit, Line};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "model", on: &[], check };

const ANSWER: &str =
    "ValidationException: 1 validation error detected: the value failed to satisfy constraint";

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| written().filter_map(parse).collect());

fn written() -> impl Iterator<Item = &'static str> {
    include_str!("model.tsv").lines().filter(|line| !line.starts_with('#'))
}

fn parse(line: &'static str) -> Option<Line> {
    let (argument, rest) = line.split_once('\t')?;
    let (kind, path) = argument.split_once('.')?;
    let (must, _member) = rest.split_once('\t')?;
    Line::new(kind, path, must, ANSWER)
}

/// The lines.
pub(super) fn all() -> impl Iterator<Item = Limit> {
    LINES.iter().map(|line| line.of(RULE.name))
}

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    LINES.iter().try_for_each(|line| line.judge(object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_of_a_vendored_argument() {
        assert_eq!(LINES.len(), written().count());
        let mut names = std::collections::BTreeSet::new();
        for line in LINES.iter() {
            assert!(names.insert(line.name()), "{} twice", line.name());
            super::super::tests::vendored(line.kind, line.path);
        }
    }
}
