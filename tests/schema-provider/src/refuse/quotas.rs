//! How many objects of a type an account starts with: a line each in `quotas.tsv`, with its source.
//!
//! A line is a type, of what the number is (`region`, `account`, or an argument: of the objects that have the same of it), how
//! many there may be, what AWS answers, and where that was read. Where it is a sum of an argument instead of a number of objects,
//! the type is followed by that argument. Somebody may have been given more: no tree of ours counts on it.

use std::sync::LazyLock;

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Key, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "quotas", on: &[], check };

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| written().filter_map(Line::parse).collect());

struct Line {
    kind: &'static str,
    sum: Option<&'static str>,
    per: &'static str,
    most: i64,
    answer: &'static str,
}

/// The names of the lines.
pub(super) fn names() -> impl Iterator<Item = String> {
    LINES.iter().map(|line| format!("{} {}", RULE.name, line.name()))
}

fn written() -> impl Iterator<Item = &'static str> {
    include_str!("quotas.tsv").lines().filter(|line| !line.starts_with('#'))
}

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    for line in LINES.iter().filter(|line| line.kind == object.kind) {
        let own = line.counts(object.after);
        // What grows is counted, not what is there.
        if own <= line.counts(object.before) {
            continue;
        }
        let this = Key::of(object.kind, object.region, object.after);
        let others = account.keyed(object.kind).filter(|(key, other)| {
            Some(*key) != this.as_ref() && line.together(object, &key.region, other)
        });
        let sum = others.map(|(_, other)| line.counts(other)).fold(own, i64::saturating_add);
        if sum > line.most {
            let detail = format!("{} (at most {} of one {})", line.answer, line.most, line.per);
            return Err(Problem::new("The quota is reached").detail(detail).line(line.name()));
        }
    }
    Ok(())
}

impl Line {
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().filter(|field| !field.is_empty());
        let (kind, per, most, answer) = (next()?, next()?, next()?.parse().ok()?, next()?);
        next()?;
        let (kind, sum) =
            kind.split_once(' ').map_or((kind, None), |(kind, sum)| (kind, Some(sum)));
        Some(Self { kind, sum, per, most, answer })
    }

    fn name(&self) -> String {
        format!(
            "{} per {}",
            self.sum.map_or(self.kind.to_owned(), |sum| format!("{}.{sum}", self.kind)),
            self.per
        )
    }

    /// For how much an object counts.
    fn counts(&self, object: &Value) -> i64 {
        match self.sum {
            Some(sum) => object.get(sum).as_i64().unwrap_or_default().max(0),
            None => i64::from(!object.is_null()),
        }
    }

    /// Whether another object counts too.
    fn together(&self, object: Object<'_>, region: &str, other: &Value) -> bool {
        match self.per {
            "account" => true,
            "region" => region == object.region,
            argument => {
                let value = object.after.get(argument);
                !value.is_null() && region == object.region && value == other.get(argument)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_is_read_and_of_a_vendored_argument() {
        let catalogue = aws_catalogue::Catalogue::new();
        assert_eq!(LINES.len(), written().count());
        let mut names = BTreeSet::new();
        for line in LINES.iter() {
            assert!(names.insert(line.name()), "{} twice", line.name());
            let entry = catalogue.entry(aws_catalogue::Kind::Resource, line.kind).unwrap();
            let per = Some(line.per).filter(|per| !["account", "region"].contains(per));
            for argument in per.into_iter().chain(line.sum) {
                assert!(entry.block.attributes.contains_key(argument), "{}", line.name());
            }
        }
    }
}
