//! What a change of arguments comes to: a new object, a refusal, or a change in place.

mod conditions;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::block::{Block, Nesting};
use crate::catalogue::Entry;
use crate::error::Error;
use crate::facts::REPLACEMENT;
use crate::kind::Type;
use crate::value::Value;

/// What forces replacement of objects of a type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// Where that was read.
    pub source: String,
    /// On which library the type is built: they take changes of blocks differently.
    #[serde(default)]
    pub plugin: Plugin,
    /// Dotted paths that replace where they change.
    pub always: Vec<String>,
    /// Those that do under a condition, here in words.
    #[serde(default, rename = "if")]
    pub conditional: BTreeMap<String, String>,
    /// Changes that the provider refuses to plan.
    #[serde(default)]
    pub refused_if: BTreeMap<String, String>,
    /// Changes that it drops. They are told, and not judged.
    #[serde(default)]
    pub ignored_if: BTreeMap<String, String>,
    /// Arguments that are younger than what was read.
    #[serde(default)]
    pub unread: Vec<String>,
}

/// The library that a type is built on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Plugin {
    /// Arguments inside a block have rules of their own, and the block's own is about how many there are.
    #[default]
    Sdkv2,
    /// A block's rule is about all that is in it.
    Framework,
}

/// An object that is planned anew.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// What the state has.
    pub prior: &'a Value,
    /// What the plan says.
    pub planned: &'a Value,
    /// What the configuration says.
    pub config: &'a Value,
    /// The account of the provider, where it is known.
    pub account: Option<&'a str>,
}

/// What the change of one argument comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Its dotted path.
    pub path: String,
    /// What happens.
    pub outcome: Outcome,
    /// The condition, where there is one.
    pub when: Option<String>,
}

/// What happens to the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is made anew.
    Replaced,
    /// It may be made anew: that hangs on what the values do not say.
    Perhaps,
    /// The plan fails.
    Refused,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Unsure,
}

impl Answer {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl Replacement {
    /// What is known of a type.
    pub fn of(name: &str) -> Result<Option<Self>, Error> {
        REPLACEMENT.read(name)
    }

    /// What the changes of an object that exists come to; nothing for those in place.
    #[must_use]
    pub fn effects(&self, entry: &Entry, change: Change<'_>) -> Vec<Effect> {
        let [prior, planned] =
            [change.prior, change.planned].map(|value| settled(&entry.block, value));
        let change = Change { prior: &prior, planned: &planned, ..change };
        let mut found = Vec::new();
        if entry.regional() && differ(change, "region") {
            found.push(Effect::new("region", Outcome::Replaced, None));
        }
        for path in &self.always {
            let count = self.plugin == Plugin::Sdkv2 && is_block(&entry.block, path);
            if if count { other_count(change, path) } else { differ(change, path) } {
                found.push(Effect::new(path, Outcome::Replaced, None));
            }
        }
        for (path, when) in &self.conditional {
            match conditions::replaces(&entry.name, path, change) {
                Answer::Yes => found.push(Effect::new(path, Outcome::Replaced, Some(when))),
                Answer::Unsure => found.push(Effect::new(path, Outcome::Perhaps, Some(when))),
                Answer::No => {}
            }
        }
        for (path, when) in &self.refused_if {
            if conditions::refuses(&entry.name, path, change) == Answer::Yes {
                found.push(Effect::new(path, Outcome::Refused, Some(when)));
            }
        }
        found
    }
}

impl Effect {
    fn new(path: &str, outcome: Outcome, when: Option<&String>) -> Self {
        Self { path: path.to_owned(), outcome, when: when.cloned() }
    }
}

/// The object with its sets in an order of ours: they have none.
fn settled(block: &Block, value: &Value) -> Value {
    let Value::Map(fields) = value else { return value.clone() };
    let field = |(name, value): (&String, &Value)| {
        let nested = block.blocks.get(name);
        let kind = block.attributes.get(name).map(|one| &one.kind);
        let mut value = match (nested, value) {
            (Some(nested), Value::List(items)) => {
                items.iter().map(|item| settled(&nested.block, item)).collect()
            }
            (Some(nested), one) => settled(&nested.block, one),
            (None, one) => one.clone(),
        };
        let set = nested.is_some_and(|one| one.nesting == Nesting::Set);
        if let Value::List(items) = &mut value
            && (set || matches!(kind, Some(Type::Set(_))))
        {
            items.sort_by_cached_key(|one| format!("{one:?}"));
        }
        (name.clone(), value)
    };
    Value::Map(fields.iter().map(field).collect())
}

fn is_block(block: &Block, path: &str) -> bool {
    match path.split_once('.') {
        None => block.blocks.contains_key(path),
        Some((step, rest)) => {
            block.blocks.get(step).is_some_and(|nested| is_block(&nested.block, rest))
        }
    }
}

/// Every value that a dotted path reaches, through all blocks on the way.
fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut reached = vec![value];
    for step in path.split('.') {
        reached = reached.into_iter().flat_map(Value::items).map(|one| one.get(step)).collect();
    }
    reached
}

/// Whether an argument changes. Left out is the same as empty, a list or a text: the SDK does not tell them apart. What is
/// unknown may be anything, and counts as a change.
fn differ(change: Change<'_>, path: &str) -> bool {
    let (prior, planned) = (at(change.prior, path), at(change.planned, path));
    planned.iter().any(|one| !one.is_known()) || present(&prior) != present(&planned)
}

fn other_count(change: Change<'_>, path: &str) -> bool {
    let count = |value| at(value, path).into_iter().map(|one| one.items().len()).sum::<usize>();
    let planned = at(change.planned, path);
    planned.into_iter().any(|one| matches!(one, Value::Unknown))
        || count(change.prior) != count(change.planned)
}

/// What of these values is there, in an order of its own: sets have none.
fn present(values: &[&Value]) -> Vec<String> {
    let there = values.iter().filter(|one| !one.is_absent() && one.text() != Some(""));
    let mut texts: Vec<String> = there.map(|one| format!("{one:?}")).collect();
    texts.sort();
    texts
}
