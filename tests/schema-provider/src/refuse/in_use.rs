//! What others use or what still contains something is not deleted: a line each in `in_use.tsv`, with its source.
//!
//! A line is a type, by which of its arguments others name it, who they are, by which dotted path they name it, which
//! argument of the object says that it goes with all that is in it (or `-`), what AWS answers, and where that was read. What is in no
//! region is used from anywhere. Kinds in [`UNMADE`] are of no Terraform: somebody else made them.

use std::sync::LazyLock;

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, GLOBAL, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "in_use", on: &[], check };

/// What Terraform does not make.
#[cfg(test)]
const UNMADE: [&str; 3] = ["aws_backup_recovery_point", "aws_ecr_image", "aws_network_interface"];

/// Whose members are in other regions.
const EVERYWHERE: [&str; 1] = ["aws_rds_global_cluster"];

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| written().filter_map(Line::parse).collect());

struct Line {
    kind: &'static str,
    by: &'static str,
    holder: &'static str,
    path: &'static str,
    unless: &'static str,
    answer: &'static str,
}

/// The names of the lines.
pub(super) fn names() -> impl Iterator<Item = String> {
    LINES.iter().map(|line| format!("{} {}", RULE.name, line.name()))
}

fn written() -> impl Iterator<Item = &'static str> {
    include_str!("in_use.tsv").lines().filter(|line| !line.starts_with('#'))
}

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    if !object.after.is_null() {
        return Ok(());
    }
    let everywhere = object.region == GLOBAL || EVERYWHERE.contains(&object.kind);
    for line in LINES.iter().filter(|line| line.kind == object.kind) {
        let name = object.before.get(line.by);
        if name.is_null() || *object.before.get(line.unless) == Value::Bool(true) {
            continue;
        }
        let mut holders = account
            .keyed(line.holder)
            .filter(|(key, _)| everywhere || key.region == object.region || key.region == GLOBAL);
        if let Some((key, _)) = holders.find(|(_, holder)| names_at(holder, line.path, name)) {
            let detail =
                format!("{} (by the {} {} in {})", line.answer, key.kind, key.name, key.region);
            return Err(Problem::new("It is still in use").detail(detail).line(line.name()));
        }
    }
    Ok(())
}

/// Whether a value is at a path, in any of the blocks on the way.
fn names_at(value: &Value, path: &str, name: &Value) -> bool {
    match (value, path.split_once('.').unwrap_or((path, ""))) {
        (Value::List(items), _) => items.iter().any(|item| names_at(item, path, name)),
        (Value::Map(_), (step, rest)) if !step.is_empty() => names_at(value.get(step), rest, name),
        _ => value == name,
    }
}

impl Line {
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().filter(|field| !field.is_empty());
        let (kind, by, holder, path, unless) = (next()?, next()?, next()?, next()?, next()?);
        let answer = next()?;
        next()?;
        Some(Self { kind, by, holder, path, unless, answer })
    }

    fn name(&self) -> String {
        format!("{} by {}.{}", self.kind, self.holder, self.path)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use aws_catalogue::{Catalogue, Kind};

    use super::*;

    #[test]
    fn every_line_is_read_and_of_vendored_arguments() {
        let catalogue = Catalogue::new();
        assert_eq!(LINES.len(), written().count());
        let mut names = BTreeSet::new();
        for line in LINES.iter() {
            assert!(names.insert(line.name()), "{} twice", line.name());
            let entry = catalogue.entry(Kind::Resource, line.kind).unwrap();
            for argument in [line.by, line.unless].into_iter().filter(|name| *name != "-") {
                assert!(entry.block.attributes.contains_key(argument), "{}", line.name());
            }
            if UNMADE.contains(&line.holder) {
                continue;
            }
            let entry = catalogue.entry(Kind::Resource, line.holder).unwrap();
            let (blocks, last) = line.path.rsplit_once('.').unwrap_or(("", line.path));
            let steps = blocks.split('.').filter(|step| !step.is_empty());
            let block = steps.fold(&entry.block, |block, step| &block.blocks[step].block);
            assert!(block.attributes.contains_key(last), "{}", line.name());
        }
    }
}
