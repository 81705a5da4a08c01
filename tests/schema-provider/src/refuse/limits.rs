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
//! | `network 16..28` | a text: a network of IPv4, without bits of hosts, with such a prefix |
//! | `region 1` | a text: a region of AWS |
//! | `zone 1` | a text: a zone of the object's region |
//!
//! A number is a text where a pattern or words are asked for, and a list each of its elements. An end that is left out is open. What
//! is null or made up is not judged.

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

/// What an argument must be, as a test sees it.
#[derive(Debug)]
pub struct Limit {
    /// The rule that holds it.
    pub rule: &'static str,
    /// Type and path.
    pub argument: String,
    /// In the words of its table.
    pub must: &'static str,
    /// How a refusal names it.
    pub line: String,
}

/// What an argument must be.
pub(super) struct Line {
    pub(super) kind: &'static str,
    pub(super) path: &'static str,
    must: Must,
    pub(super) text: &'static str,
    answer: &'static str,
}

enum Must {
    Length(Bounds),
    Range(Bounds),
    Items(Bounds),
    Match(Regex),
    Miss(Regex),
    Only(Vec<&'static str>),
    Network(Bounds),
    Region,
    Zone,
}

struct Bounds(Option<f64>, Option<f64>);

/// The lines.
pub(super) fn all() -> impl Iterator<Item = Limit> {
    LINES.iter().map(|line| line.of(RULE.name))
}

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    LINES.iter().try_for_each(|line| line.judge(object))
}

impl Line {
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().filter(|field| !field.is_empty());
        let (kind, path, text, answer) = (next()?, next()?, next()?, next()?);
        next()?;
        Self::new(kind, path, text, answer)
    }

    pub(super) fn new(
        kind: &'static str,
        path: &'static str,
        text: &'static str,
        answer: &'static str,
    ) -> Option<Self> {
        Some(Self { kind, path, must: Must::parse(text)?, text, answer })
    }

    /// Type and path, and the word for what it must be: of one argument there may be several lines.
    pub(super) fn name(&self) -> String {
        let word = self.text.split(' ').next().unwrap_or_default();
        format!("{}.{} {word}", self.kind, self.path)
    }

    /// As a line of a rule's table.
    pub(super) fn of(&self, rule: &'static str) -> Limit {
        let (argument, name) = (format!("{}.{}", self.kind, self.path), self.name());
        Limit { rule, argument, must: self.text, line: format!("{rule} {name}") }
    }

    pub(super) fn judge(&self, object: Object<'_>) -> Result<(), Problem> {
        if self.kind != object.kind {
            return Ok(());
        }
        let Some(value) = self.refused(object.after, self.path, object.region) else {
            return Ok(());
        };
        let detail = format!(
            "{} ({} must be {}, not {})",
            self.answer,
            self.path,
            self.text,
            value.to_json()
        );
        Err(Problem::new("AWS refuses the value").detail(detail).line(self.name()))
    }

    /// The first value at a path, in any of the blocks on the way, that is refused.
    fn refused<'a>(&self, value: &'a Value, path: &str, region: &str) -> Option<&'a Value> {
        match path.split_once('.') {
            None => {
                let value = value.get(path);
                let said = match value {
                    // The provider leaves out what is empty, unless it has to be there.
                    Value::Text(text) if text.is_empty() => super::required(self.kind, self.path),
                    Value::List(items) if items.is_empty() => super::required(self.kind, self.path),
                    Value::Text(text) => !super::made_up(path, text),
                    Value::Null
                    | Value::Unknown
                    | Value::Bool(_)
                    | Value::Number(_)
                    | Value::List(_)
                    | Value::Map(_) => true,
                };
                (said && self.must.refuses(value, region)).then_some(value)
            }
            Some((step, rest)) => {
                value.get(step).items().iter().find_map(|item| self.refused(item, rest, region))
            }
        }
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
            "network" => Self::Network(Bounds::parse(rest)?),
            "region" => Self::Region,
            "zone" => Self::Zone,
            _ => return None,
        })
    }

    fn refuses(&self, value: &Value, region: &str) -> bool {
        match (self, value) {
            (Self::Range(bounds), Value::Number(number)) => {
                number.as_f64().is_some_and(|number| bounds.excludes(number))
            }
            (Self::Items(bounds), Value::List(items)) => bounds.exclude(items.len()),
            (Self::Items(bounds), Value::Map(pairs)) => bounds.exclude(pairs.len()),
            (_, Value::Text(text)) => self.refuses_text(text, region),
            (Self::Match(_) | Self::Miss(_) | Self::Only(_), Value::Number(number)) => {
                self.refuses_text(&number.to_string(), region)
            }
            (_, Value::List(items)) => items.iter().any(|item| self.refuses(item, region)),
            _ => false,
        }
    }

    fn refuses_text(&self, text: &str, region: &str) -> bool {
        match self {
            Self::Length(bounds) => bounds.exclude(text.chars().count()),
            Self::Match(pattern) => !pattern.is_match(text),
            Self::Miss(pattern) => pattern.is_match(text),
            Self::Only(words) => !words.contains(&text),
            Self::Network(bounds) => prefix(text).is_none_or(|prefix| bounds.excludes(prefix)),
            Self::Region => crate::region::check(text).is_err(),
            Self::Zone => !text.starts_with(region),
            Self::Range(_) | Self::Items(_) => false,
        }
    }
}

/// The prefix of a network of IPv4; nothing where bits of hosts are set.
fn prefix(text: &str) -> Option<f64> {
    let (address, prefix) = text.split_once('/')?;
    let address = u32::from(address.parse::<std::net::Ipv4Addr>().ok()?);
    let prefix: u32 = prefix.parse().ok().filter(|prefix| *prefix <= 32)?;
    let hosts = u32::MAX.checked_shr(prefix).unwrap_or(0);
    (address & hosts == 0).then(|| f64::from(prefix))
}

impl Bounds {
    fn parse(text: &str) -> Option<Self> {
        let (least, most) = text.split_once("..")?;
        let end =
            |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
        Some(Self(end(least)?, end(most)?))
    }

    fn excludes(&self, value: f64) -> bool {
        self.0.is_some_and(|least| value < least) || self.1.is_some_and(|most| value > most)
    }

    fn exclude(&self, size: usize) -> bool {
        self.excludes(u32::try_from(size).map_or(f64::INFINITY, f64::from))
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
    #[test]
    fn sizes_of_a_task_may_be_written_as_aws_lists_them() {
        let task = serde_json::json!({ "cpu": ".25 vCPU", "memory": ".5 GB" });
        let task = Value::from_json(&task);
        let of_task = LINES.iter().filter(|line| line.kind == "aws_ecs_task_definition");
        let refused = of_task.filter(|line| line.refused(&task, line.path, "eu-west-1").is_some());
        assert_eq!(refused.map(Line::name).collect::<Vec<_>>(), [""; 0]);
    }
}
