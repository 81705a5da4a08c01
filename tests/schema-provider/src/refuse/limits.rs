//! What a single argument may be, where neither schema nor provider holds it: a line each in `limits.tsv`, with its source.
//!
//! A line is a type, the dotted path of an argument inside it, what it must be, what AWS answers, and where that was read:
//!
//! | it must be | of |
//! |---|---|
//! | `length 1..64` | a text: so many characters |
//! | `range 1..100` | a number |
//! | `items 1..5` | a list, a set, a map, or blocks |
//! | `matches ^a+$` | a text; a regular expression |
//! | `not matches ^a+$` | a text; a regular expression that it must not match |
//! | `only a\|b` | a text: one of these |
//!
//! An end that is left out is open. What is null or made up is not judged.

use std::sync::LazyLock;

use aws_catalogue::Value;
use regex_lite::Regex;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "limits", on: &[], check };

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let lines = include_str!("limits.tsv").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(Line::parse).collect()
});

struct Line {
    kind: &'static str,
    path: &'static str,
    must: Must,
    text: &'static str,
    answer: &'static str,
}

enum Must {
    Length(Bounds),
    Range(Bounds),
    Items(Bounds),
    Match(Regex),
    Miss(Regex),
    Only(Vec<&'static str>),
}

struct Bounds(Option<i64>, Option<i64>);

/// The names of the lines: type and path.
pub(super) fn names() -> impl Iterator<Item = String> {
    LINES.iter().map(|line| format!("{} {}", RULE.name, line.name()))
}

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    for line in LINES.iter().filter(|line| line.kind == object.kind) {
        if let Some(value) = find(object.after, line.path, &|value| line.must.refuses(value)) {
            let detail = format!(
                "{} ({} must be {}, not {})",
                line.answer,
                line.path,
                line.text,
                value.to_json()
            );
            return Err(Problem::new("AWS refuses the value").detail(detail).line(line.name()));
        }
    }
    Ok(())
}

/// The first value at a path, in any of the blocks on the way, that is refused.
fn find<'a>(value: &'a Value, path: &str, refuses: &impl Fn(&Value) -> bool) -> Option<&'a Value> {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let value = value.get(step);
    match rest {
        None => {
            let said = value.text().is_none_or(|text| !super::made_up(step, text));
            (said && refuses(value)).then_some(value)
        }
        Some(rest) => value.items().iter().find_map(|item| find(item, rest, refuses)),
    }
}

impl Line {
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().filter(|field| !field.is_empty());
        let (kind, path, text, answer) = (next()?, next()?, next()?, next()?);
        next()?;
        Some(Self { kind, path, must: Must::parse(text)?, text, answer })
    }

    fn name(&self) -> String {
        format!("{}.{}", self.kind, self.path)
    }
}

impl Must {
    fn parse(text: &'static str) -> Option<Self> {
        let (word, rest) = text.split_once(' ')?;
        Some(match word {
            "length" => Self::Length(Bounds::parse(rest)?),
            "range" => Self::Range(Bounds::parse(rest)?),
            "items" => Self::Items(Bounds::parse(rest)?),
            "matches" => Self::Match(Regex::new(rest).ok()?),
            "not" => Self::Miss(Regex::new(rest.strip_prefix("matches ")?).ok()?),
            "only" => Self::Only(rest.split('|').collect()),
            _ => return None,
        })
    }

    fn refuses(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Length(bounds), Value::Text(text)) => bounds.exclude(text.chars().count()),
            (Self::Range(bounds), Value::Number(number)) => {
                number.as_i64().is_some_and(|number| bounds.excludes(number))
            }
            (Self::Items(bounds), Value::List(items)) => bounds.exclude(items.len()),
            (Self::Items(bounds), Value::Map(pairs)) => bounds.exclude(pairs.len()),
            (Self::Match(pattern), Value::Text(text)) => !pattern.is_match(text),
            (Self::Miss(pattern), Value::Text(text)) => pattern.is_match(text),
            (Self::Only(words), Value::Text(text)) => !words.contains(&text.as_str()),
            // Each of them.
            (
                Self::Match(_) | Self::Miss(_) | Self::Only(_) | Self::Length(_),
                Value::List(items),
            ) => items.iter().any(|item| self.refuses(item)),
            _ => false,
        }
    }
}

impl Bounds {
    fn parse(text: &str) -> Option<Self> {
        let (least, most) = text.split_once("..")?;
        let end =
            |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
        Some(Self(end(least)?, end(most)?))
    }

    fn excludes(&self, value: i64) -> bool {
        self.0.is_some_and(|least| value < least) || self.1.is_some_and(|most| value > most)
    }

    fn exclude(&self, size: usize) -> bool {
        self.excludes(i64::try_from(size).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_is_read_and_of_a_vendored_argument() {
        let written = include_str!("limits.tsv").lines();
        let written = written.filter(|line| !line.starts_with('#')).count();
        assert_eq!(LINES.len(), written);
        let mut names = BTreeSet::new();
        for line in LINES.iter() {
            assert!(names.insert(line.name()), "{} twice", line.name());
            super::super::tests::vendored(line.kind, line.path);
        }
    }
}
