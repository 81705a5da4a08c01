//! What is predicted, held to what was planned.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use aws_catalogue::{Attribute, Block, Catalogue, Kind, Value as Plain};
use libtest_mimic::Failed;
use serde_json::Value;
use topogen::inventory::{Files, Inventory, Resource, Step, Texts};
use topogen::plan::{self, Output, Plan, Row};

use super::truth::{Planned, Truth};
use crate::rendered;
use crate::support::shown::list;

/// The rule by which AWS keeps what is protected.
const PROTECTION: &str = "deletion_protection";

/// What topogen says of a change: both inventories, and what is planned.
pub(super) struct Predicted {
    before: Inventory,
    after: Inventory,
    plan: Plan,
}

/// What is predicted of two topologies.
pub(super) fn predicted(before: &str, after: &str) -> Result<Predicted, Failed> {
    let [before, after] = [rendered::tree(before)?, rendered::tree(after)?];
    Ok(Predicted::new([&Files::of(&before), &Files::of(&after)]))
}

impl Predicted {
    /// What is predicted of two trees.
    pub(super) fn new([before, after]: [&Files; 2]) -> Self {
        let [before, after] = Inventory::both(before, after, &mut Texts::new());
        let plan = plan::plan(&before, &after);
        Self { before, after, plan }
    }
}

pub(super) fn judge(
    truth: &Truth,
    predicted: &Predicted,
    hazards: Option<&BTreeSet<String>>,
) -> Result<(), Failed> {
    let Predicted { before, after: inventory, plan: predicted } = predicted;
    let mut wrong = Vec::new();
    let found = topogen::testing::hazards(before, inventory, predicted);
    if hazards.is_some_and(|listed| !found.iter().copied().eq(listed.iter().map(String::as_str))) {
        wrong.push(format!("hazards = {found:?}"));
    }
    for planned in &truth.roots {
        let rows = predicted.roots.iter().find(|root| root.root == planned.root);
        let rows = rows.ok_or_else(|| format!("no root {} is predicted", planned.root))?;
        compare(planned, &rows.rows, &mut wrong);
        let resources = inventory.roots.get(&planned.root).map(|root| &root.resources);
        arguments(planned, &rows.rows, resources.unwrap_or(&BTreeMap::new()), &mut wrong);
        outputs(planned, &rows.outputs, &mut wrong);
        let protected = rows.rows.values().any(|row| row.is_refused);
        if protected != planned.protected {
            wrong.push(format!(
                "{}: refused for what must not be destroyed: {}",
                planned.root, planned.protected
            ));
        }
        let held = rows.rows.values().any(|row| row.is_protected);
        if held != planned.refused.iter().any(|rule| rule == PROTECTION) {
            wrong.push(format!("{}: {:?} refuse, predicted {held}", planned.root, planned.refused));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Each argument that differs is predicted, as known or as not known, and nothing else; and so is what forces a replacement.
fn arguments(
    planned: &Planned,
    rows: &BTreeMap<String, Row>,
    resources: &BTreeMap<String, Resource>,
    wrong: &mut Vec<String>,
) {
    for one in planned.changes.as_array().into_iter().flatten() {
        let address = one.get("address").and_then(Value::as_str).unwrap_or_default();
        let (Some(row), Some(resource)) = (rows.get(address), resources.get(address)) else {
            continue;
        };
        let change = one.get("change").unwrap_or(&Value::Null);
        let part = |key: &str| change.get(key).unwrap_or(&Value::Null);
        let at = format!("{}: {address}", planned.root);
        let Ok(entry) = Catalogue::new().entry(Kind::Resource, &row.kind) else {
            wrong.push(format!("{at}: {} is not in the catalogue", row.kind));
            continue;
        };
        let mut forced: Vec<&str> =
            list(change, "replace_paths").filter_map(|path| path.get(0)?.as_str()).collect();
        forced.sort_unstable();
        forced.dedup();
        if row.is_certain() && forced != row.replace_paths {
            wrong.push(format!("{at}: replaced by {forced:?}, predicted {:?}", row.replace_paths));
        }
        for (path, before, after) in &row.changes {
            for (side, value) in [("before", before), ("after", after)] {
                let marks = part(&format!("{side}_sensitive"));
                let truth = hidden(part(side), marks);
                let truth = configured(&entry.block, path, step_into(&truth, path), value);
                if !same(&truth, &value.to_json()) {
                    wrong.push(format!("{at}: {path:?} is {truth} {side}, predicted {value:?}"));
                }
            }
        }
        let open = row.unknown_after.iter().chain(row.changes.iter().map(|(path, ..)| path));
        let told: BTreeSet<String> = open.filter_map(|path| top(path)).collect();
        for name in resource.arguments.keys() {
            let of = |key: &str| part(key).get(&**name).unwrap_or(&Value::Null);
            let unknown = of("after_unknown");
            let differs = *unknown == Value::Bool(true)
                || !same(&without(of("before"), unknown), &without(of("after"), unknown));
            if differs && !told.contains(&**name) {
                wrong.push(format!("{at}: {name} differs, which is not predicted"));
            }
        }
    }
}

/// Each output that changes is predicted, and nothing else, with whether its value is known.
fn outputs(planned: &Planned, rows: &BTreeMap<String, Output>, wrong: &mut Vec<String>) {
    let mut truth = BTreeMap::new();
    for (name, change) in planned.outputs.as_object().into_iter().flatten() {
        let words: Vec<&str> = list(change, "actions").filter_map(Value::as_str).collect();
        if words != ["no-op"] {
            let unknown = change.get("after_unknown").is_some_and(is_any);
            truth.insert(name.as_str(), (words, unknown));
        }
    }
    let predicted = |row: &Output| (row.action.words().to_vec(), row.unknown_after);
    let rows: BTreeMap<&str, _> =
        rows.iter().map(|(name, row)| (name.as_str(), predicted(row))).collect();
    for name in truth.keys().chain(rows.keys()).collect::<BTreeSet<_>>() {
        let (planned_so, predicted) = (truth.get(name), rows.get(name));
        if planned_so != predicted {
            let root = &planned.root;
            wrong.push(format!("{root}: output {name}: {planned_so:?}, predicted {predicted:?}"));
        }
    }
}

/// Whether anything in it is true.
fn is_any(unknown: &Value) -> bool {
    match unknown {
        Value::Array(items) => items.iter().any(is_any),
        Value::Object(pairs) => pairs.values().any(is_any),
        Value::Bool(unknown) => *unknown,
        Value::Null | Value::Number(_) | Value::String(_) => false,
    }
}

/// A value in which nothing is shown that no plan shows.
fn hidden(value: &Value, marks: &Value) -> Value {
    match (value, marks) {
        (_, Value::Bool(true)) => "(sensitive)".into(),
        (Value::Object(pairs), Value::Object(marks)) => {
            let part = |name: &String| marks.get(name).unwrap_or(&Value::Null);
            pairs.iter().map(|(name, one)| (name.clone(), hidden(one, part(name)))).collect()
        }
        (Value::Array(items), Value::Array(marks)) => {
            let part = |index: usize| marks.get(index).unwrap_or(&Value::Null);
            items.iter().enumerate().map(|(index, one)| hidden(one, part(index))).collect()
        }
        _ => value.clone(),
    }
}

/// A value without the parts that are not known.
fn without(value: &Value, unknown: &Value) -> Value {
    match (value, unknown) {
        (_, Value::Bool(true)) => Value::Null,
        (Value::Object(pairs), Value::Object(_)) => {
            let part = |name: &String| unknown.get(name).unwrap_or(&Value::Null);
            pairs.iter().map(|(name, one)| (name.clone(), without(one, part(name)))).collect()
        }
        (Value::Array(items), Value::Array(parts)) => {
            let part = |index: usize| parts.get(index).unwrap_or(&Value::Null);
            items.iter().enumerate().map(|(index, one)| without(one, part(index))).collect()
        }
        _ => value.clone(),
    }
}

/// A value without what AWS makes up inside blocks, where that is not predicted.
fn configured(block: &Block, path: &[Step], truth: &Value, predicted: &Plain) -> Value {
    let at = |name: &str, one: &Value, rest: &[Step], predicted: &Plain| {
        let nested = block.blocks.get(name);
        nested.map_or_else(|| one.clone(), |nested| configured(&nested.block, rest, one, predicted))
    };
    match (path, truth) {
        ([Step::Key(name), rest @ ..], _) => at(name, truth, rest, predicted),
        ([Step::Index(_), rest @ ..], _) => configured(block, rest, truth, predicted),
        ([], Value::Array(items)) => {
            items.iter().map(|one| configured(block, &[], one, predicted)).collect()
        }
        ([], Value::Object(pairs)) => {
            let said = |name: &String| {
                let computed = block.attributes.get(name).is_some_and(Attribute::computed);
                !computed || predicted.items().iter().any(|one| !one.get(name).is_null())
            };
            let one = |(name, one): (&String, &Value)| {
                let all = predicted.items().iter();
                let inside = all.flat_map(|one| one.get(name).items()).cloned().collect();
                (name.clone(), at(name, one, &[], &inside))
            };
            pairs.iter().filter(|(name, _)| said(name)).map(one).collect()
        }
        _ => truth.clone(),
    }
}

fn top(path: &[Step]) -> Option<String> {
    match path.first()? {
        Step::Key(name) => Some(name.as_ref().to_owned()),
        Step::Index(_) => None,
    }
}

fn step_into<'v>(value: &'v Value, path: &[Step]) -> &'v Value {
    let step = |value: &'v Value, step: &Step| match step {
        Step::Key(name) => value.get(&**name),
        Step::Index(index) => value.get(*index),
    };
    path.iter().try_fold(value, step).unwrap_or(&Value::Null)
}

/// Sets have no order, and what is left out is null or nothing.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().all(|one| other.iter().any(|other| same(one, other)))
        }
        (Value::Object(one), Value::Object(other)) => {
            let names = one.keys().chain(other.keys());
            let null = &Value::Null;
            names
                .into_iter()
                .all(|name| same(one.get(name).unwrap_or(null), other.get(name).unwrap_or(null)))
        }
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Null, Value::Array(items)) | (Value::Array(items), Value::Null) => items.is_empty(),
        _ => one == other,
    }
}

fn compare(planned: &Planned, rows: &BTreeMap<String, Row>, wrong: &mut Vec<String>) {
    let mut truth: BTreeMap<&str, &Value> = BTreeMap::new();
    for one in planned.changes.as_array().into_iter().flatten() {
        let text = |key: &str| one.get(key).and_then(Value::as_str);
        let moved = text("previous_address").is_some();
        if text("mode") == Some("managed") && (moved || actions(one) != "no-op") {
            truth.insert(text("address").unwrap_or_default(), one);
        }
    }
    let root = &planned.root;
    for (address, one) in &truth {
        let Some(row) = rows.get(*address) else {
            wrong.push(format!("{root}: {address}: {} is not predicted{}", actions(one), why(one)));
            continue;
        };
        let words = |action: &plan::Action| action.words().join(" ");
        let mut may = std::iter::once(&row.action).chain(&row.or).map(words);
        let is = actions(one);
        if !may.any(|action| action == is) {
            let predicted = words(&row.action);
            let paths = format!("{:?} {:?}", row.replace_paths, row.unknown_after);
            wrong.push(format!(
                "{root}: {address}: {predicted} {paths} is predicted, {is} is planned{}",
                why(one)
            ));
        }
    }
    for (address, row) in rows.iter().filter(|(address, _)| !truth.contains_key(address.as_str())) {
        if row.or.contains(&plan::Action::Nothing) {
            continue;
        }
        let mut what = String::new();
        for (path, before, after) in &row.changes {
            let _ = write!(what, " {path:?} {before:?} -> {after:?}");
        }
        let unknown = &row.unknown_after;
        wrong.push(format!("{root}: {address}: {:?}{what} {unknown:?} is not planned", row.action));
    }
}

fn actions(change: &Value) -> String {
    let change = change.get("change").unwrap_or(&Value::Null);
    list(change, "actions").filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
}

/// What of an object differs.
fn why(change: &Value) -> String {
    let change = change.get("change").unwrap_or(&Value::Null);
    let part = |key: &str| change.get(key).unwrap_or(&Value::Null);
    let mut what = String::new();
    for (name, after) in part("after").as_object().into_iter().flatten() {
        let before = part("before").get(name).unwrap_or(&Value::Null);
        if before != after {
            let _ = write!(what, "\n      {name}: {before} -> {after}");
        }
    }
    let _ = write!(
        what,
        "\n      unknown {}, replaced by {}",
        part("after_unknown"),
        part("replace_paths")
    );
    what.chars().take(1500).collect()
}
