//! Objects, alike ones in one line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{comparison::Comparison, from::from};
use crate::{
    inventory::{Step, without_keys},
    plan::{Action, Path, RootPlan, Row, State},
};

/// More values in a line nobody reads.
const VALUES: usize = 3;

/// Objects to which the same happens.
pub(super) struct Line {
    pub(super) action: &'static str,
    /// The block, and how many of it.
    pub(super) objects: String,
    /// Why, or what differs.
    pub(super) why: String,
    pub(super) from: Vec<String>,
}

/// What happens to an object, in a word.
fn word(action: Action) -> &'static str {
    match action {
        Action::Nothing => "move",
        Action::Create => "create",
        Action::Update => "change",
        Action::Replace { .. } => "replace",
        Action::Delete => "destroy",
        Action::Forget => "forget",
    }
}

/// What may happen in its place, as only an apply will tell.
fn instead(action: Action) -> &'static str {
    if action == Action::Nothing { "nothing" } else { word(action) }
}

/// The worst first.
fn order(verb: &str) -> usize {
    ["destroy", "replace", "forget", "change", "import", "create", "move"]
        .iter()
        .position(|one| *one == verb)
        .unwrap_or_default()
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    order: usize,
    verb: &'static str,
    block: String,
    why: String,
    from: Vec<String>,
}

/// Objects by root, alike ones in one line; roots in which the same happens stand together.
pub(super) fn objects(one: &Comparison) -> Vec<(String, Vec<Line>)> {
    let mut alike: Vec<(Vec<&str>, BTreeMap<Group, usize>)> = Vec::new();
    for root in
        one.plan.roots.iter().filter(|root| root.state != State::Gone && !root.rows.is_empty())
    {
        let mut blocks: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
        for address in root.rows.keys() {
            *blocks.entry(without_keys(address)).or_default() += 1;
        }
        let mut groups: BTreeMap<Group, usize> = BTreeMap::new();
        for (address, row) in &root.rows {
            let is_alone = blocks.get(&without_keys(address)) == Some(&1);
            *groups.entry(group(one, root, address, row, is_alone)).or_default() += 1;
        }
        match alike.iter_mut().find(|(_, other)| *other == groups) {
            Some((names, _)) => names.push(&root.root),
            None => alike.push((vec![&root.root], groups)),
        }
    }
    let line = |(group, count): (Group, usize)| Line {
        action: group.verb,
        objects: if count == 1 { group.block } else { format!("{count} × {}", group.block) },
        why: group.why,
        from: group.from,
    };
    alike
        .into_iter()
        .map(|(names, groups)| (names.join(", "), groups.into_iter().map(line).collect()))
        .collect()
}

fn group(one: &Comparison, root: &RootPlan, address: &str, row: &Row, is_alone: bool) -> Group {
    let verb = if row.is_imported { "import" } else { word(row.action) };
    let why = match row.action {
        Action::Replace { .. } if row.replace_paths.is_empty() => {
            "because of what it is triggered by".to_owned()
        }
        Action::Replace { .. } => format!("because of {}", row.replace_paths.join(", ")),
        Action::Update => differences(row, is_alone),
        Action::Nothing | Action::Create | Action::Delete | Action::Forget => String::new(),
    };
    let or: Vec<&str> = row.or.iter().map(|action| instead(*action)).collect();
    let why = if or.is_empty() { why } else { format!("{why} (or {})", or.join(", or ")) };
    let why = match row.refused_by() {
        Some("aws") => format!("{why}; AWS refuses while it is protected"),
        Some(_) => format!("{why}; Terraform refuses to plan it"),
        None => why,
    };
    let why = why.trim_start_matches("; ").to_owned();
    let from = one.causes.of(&root.root, address).map(|cause| from(one, cause));
    // The file is in the title.
    let short = |place: String| {
        let line = place.strip_prefix(&one.topology).and_then(|line| line.strip_prefix(':'));
        line.map_or(place.clone(), |line| format!("line {line}"))
    };
    let from: Vec<String> = from.unwrap_or_default().into_iter().map(short).collect();
    Group { order: order(verb), verb, block: without_keys(address).into_owned(), why, from }
}

/// What differs; of an object that is the only one of its block, from what to what.
fn differences(row: &Row, is_alone: bool) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut rest: BTreeSet<String> = row.unknown_after.iter().filter_map(top).collect();
    for (path, before, after) in &row.changes {
        match [before, after].map(|one| scalar(&one.to_json())) {
            [Some(before), Some(after)] if is_alone && said.len() < VALUES => {
                said.push(format!("{} {before} -> {after}", dotted(path)));
            }
            _ => rest.extend(top(path)),
        }
    }
    said.extend(rest);
    said.join(", ")
}

/// A value that is short enough for a line.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("null".to_owned()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::String(text) if text.chars().count() <= 40 => Some(value.to_string()),
        Value::String(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn dotted(path: &Path) -> String {
    let names = path.iter().filter_map(|step| match step {
        Step::Key(name) => Some(name.as_ref()),
        Step::Index(_) => None,
    });
    names.collect::<Vec<_>>().join(".")
}

fn top(path: &Path) -> Option<String> {
    match path.first()? {
        Step::Key(name) => Some(name.as_ref().to_owned()),
        Step::Index(_) => None,
    }
}
