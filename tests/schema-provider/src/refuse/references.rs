//! What names another object names one that is there, of the right kind, in the right region: a line each in
//! `references.tsv`, with its source.
//!
//! A line is a type, the dotted path of an argument inside it (`{}` reads a text as JSON), the kinds that it may name, by which of
//! their arguments (`resource`: the last part of their ARN; `everywhere`: their ARN in any region, for replicas), where they have to be, what AWS answers, and where that was
//! read. Where is `same` (the region of the object), `any`, a region, or the name of the argument beside it, or of the whole object, that
//! says the region (`@region_name`). What is in no region may be named from anywhere.
//!
//! Not judged: what is AWS's own or of another account, where that may share it, and what nobody wrote.

use std::sync::LazyLock;

use aws_catalogue::Value;

use super::{Rule, made_up};
use crate::account::{Account, GLOBAL, Key, Object};
use crate::data;
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "references", on: &[], check };

/// What other accounts may name: by a policy of its own, and a stream by a role there (Amazon VPC user guide, "Publish flow logs to Amazon
/// Data Firehose"). Not roles: nobody passes one of another account (IAM user guide, "Grant a user permissions to pass a role to an AWS
/// service").
const SHARED: [&str; 3] = ["aws_kinesis_firehose_delivery_stream", "aws_kms_key", "aws_sns_topic"];

const TABLE: &str = include_str!("references.tsv");

static LINES: LazyLock<Vec<Reference>> =
    LazyLock::new(|| written().filter_map(Reference::parse).collect());

/// What one argument may name.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The type that has the argument.
    pub kind: &'static str,
    /// The dotted path of the argument.
    pub path: &'static str,
    /// The types that it may name.
    pub kinds: Vec<&'static str>,
    /// By which of their arguments.
    pub by: Vec<&'static str>,
    /// Where they have to be.
    pub region: &'static str,
    answer: &'static str,
}

/// A text that names something, and the block that it stands in.
struct Named<'a> {
    text: String,
    beside: &'a Value,
}

/// The lines.
pub(super) fn all() -> Vec<Reference> {
    LINES.clone()
}

fn written() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.starts_with('#'))
}

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    for line in LINES.iter().filter(|line| line.kind == object.kind) {
        let mut named = Vec::new();
        find(object.after, object.after, line.path, &mut named);
        // The provider leaves an empty text out, unless it has to be there.
        let empty = |named: &&Named<'_>| named.text.is_empty();
        if named.iter().any(|named| empty(&named)) && super::required(line.kind, line.path) {
            let detail = format!("{} ({} is empty)", line.answer, line.path);
            return Err(Problem::new("Nothing is there by that name")
                .detail(detail)
                .line(line.name()));
        }
        for named in named.iter().filter(|named| !empty(named)) {
            line.judge(named, object, account).map_err(|problem| problem.line(line.name()))?;
        }
    }
    Ok(())
}

/// All texts at a path, in any of the blocks on the way.
fn find<'a>(value: &'a Value, beside: &'a Value, path: &str, named: &mut Vec<Named<'a>>) {
    match (value, path.split_once('.').unwrap_or((path, ""))) {
        (Value::List(items), _) => {
            for item in items {
                find(item, item, path, named);
            }
        }
        (Value::Text(text), ("", _)) => {
            named.push(Named { text: text.clone(), beside });
        }
        (Value::Text(text), ("{}", rest)) => {
            let json: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
            let told = rest.split('.').try_fold(&json, |json, step| json.get(step));
            if let Some(text) = told.and_then(serde_json::Value::as_str) {
                named.push(Named { text: text.to_owned(), beside });
            }
        }
        (Value::Map(_), (step, rest)) if !step.is_empty() => {
            find(value.get(step), value, rest, named);
        }
        _ => {}
    }
}

impl Reference {
    fn parse(line: &'static str) -> Option<Self> {
        let fields: Vec<&str> = line.split('\t').filter(|field| !field.is_empty()).collect();
        let [kind, path, kinds, by, region, answer, _source] = fields[..] else { return None };
        let list = |text: &'static str| text.split('|').collect();
        Some(Self { kind, path, kinds: list(kinds), by: list(by), region, answer })
    }

    /// Type and path.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}", self.kind, self.path)
    }

    fn judge(
        &self,
        named: &Named<'_>,
        object: Object<'_>,
        account: &Account,
    ) -> Result<(), Problem> {
        let text = named.text.as_str();
        let argument = self.path.rsplit('.').next().unwrap_or(self.path);
        if self.is_foreign(text, object) || data::is_managed(text) || made_up(argument, text) {
            return Ok(());
        }
        let region = match self.region.strip_prefix('@') {
            Some(argument) => {
                let beside = named.beside.get(argument).text();
                beside.or_else(|| object.after.get(argument).text()).unwrap_or(object.region)
            }
            None if self.region == "same" => object.region,
            None => self.region,
        };
        let mut fitting = self.kinds.iter().flat_map(|kind| account.keyed(kind));
        let is_there = |key: &Key| ["any", &key.region].contains(&region) || key.region == GLOBAL;
        if fitting.any(|(key, other)| self.means(other, text) && is_there(key)) {
            return Ok(());
        }
        let elsewhere = self.kinds.iter().flat_map(|kind| account.keyed(kind));
        let mut elsewhere = elsewhere.filter(|(_, other)| self.means(other, text));
        let why = match (elsewhere.next(), account.meant_by(text).next()) {
            (Some((key, _)), _) => format!("is in {}, not in {region}", key.region),
            (None, Some((key, _))) => {
                format!("is a {}, not a {}", key.kind, self.kinds.join(" or "))
            }
            (None, None) => format!("names no {} of the account", self.kinds.join(" or ")),
        };
        let detail = format!("{} ({}: {text} {why})", self.answer, self.path);
        Err(Problem::new("Nothing is there by that name").detail(detail))
    }

    /// Whether a text is AWS's own, or names what another account may share.
    fn is_foreign(&self, text: &str, object: Object<'_>) -> bool {
        if text.starts_with("alias/aws/") {
            return true;
        }
        let own = object.after.get("arn").text().and_then(account_of);
        let shared = self.path.ends_with("master_user_arn")
            || self.kinds.iter().any(|kind| SHARED.contains(kind));
        match (account_of(text), own) {
            (Some("aws"), _) => true,
            (Some(theirs), Some(own)) => shared && theirs != own,
            _ => false,
        }
    }

    fn means(&self, other: &Value, text: &str) -> bool {
        self.by.iter().any(|by| match *by {
            "resource" => {
                let arn = other.get("arn").text().unwrap_or_default();
                arn.splitn(6, ':').nth(5) == Some(text)
            }
            "everywhere" => {
                let arn = other.get("arn").text();
                arn.is_some_and(|arn| without_region(arn) == without_region(text))
            }
            by => other.get(by).text() == Some(text),
        })
    }
}

/// An ARN as it is in every region.
fn without_region(arn: &str) -> Vec<&str> {
    arn.split(':').enumerate().filter(|(at, _)| *at != 3).map(|(_, part)| part).collect()
}

/// The account of an ARN that says one.
fn account_of(arn: &str) -> Option<&str> {
    let account = arn.strip_prefix("arn:")?.split(':').nth(3)?;
    let number = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    (number || account == "aws").then_some(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_of_vendored_types() {
        assert_eq!(LINES.len(), written().count());
        let catalogue = aws_catalogue::Catalogue::new();
        let entry = |kind: &str| catalogue.entry(aws_catalogue::Kind::Resource, kind).unwrap();
        for line in LINES.iter() {
            let mut block = &entry(line.kind).block;
            for step in line.path.split('.').take_while(|step| *step != "{}") {
                match block.blocks.get(step) {
                    Some(nested) => block = &nested.block,
                    None => assert!(block.attributes.contains_key(step), "{}", line.name()),
                }
            }
            for by in line.by.iter().filter(|by| !["resource", "everywhere"].contains(by)) {
                let has = |kind: &&str| entry(kind).block.attributes.contains_key(*by);
                assert!(line.kinds.iter().any(has), "{}: nobody has {by}", line.name());
            }
        }
    }
}
