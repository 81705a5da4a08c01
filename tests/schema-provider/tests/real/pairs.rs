//! A topology changes, and the real provider plans what the stand-in planned: the same actions, for the same reasons.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use libtest_mimic::Failed;
use serde_json::{Map, Value};

use super::compare::is_nothing;
use super::dialect::Dialect;
use super::older::older;
use super::{PLANNED, Real, rewritten, state};
use crate::rendered;
use crate::support::shown::{self, Planned};
use crate::support::tree::Tree;

/// The state that the stand-in left before the change. moto has none of that.
const PLAN: &[&str] = &[
    "plan",
    "-input=false",
    "-no-color",
    "-lock=false",
    "-refresh=false",
    "-state=before.tfstate",
    "-out=planned",
];
const BEFORE: &str = "before.tfstate";

impl Real {
    /// Compares the plans of every root for one change: a tree that was applied, and the one that was planned and applied on it.
    pub(super) fn plans_the_same(&self, before: &Tree, after: &Tree) -> Result<(), Failed> {
        let mut tree = rewritten(&self.terraform, after.path())?;
        tree.inherit(after)?;
        // What is destroyed is in the states alone.
        tree.learn(before);
        self.furnish(after)?;
        let dialect = Dialect::read()?;
        let mut found = BTreeMap::new();
        for root in &tree.roots {
            if before.state(root).exists() {
                let mut state = state(before, root)?;
                older(&mut state, &dialect)?;
                fs::write(tree.path().join(root).join(BEFORE), state.to_string())?;
            }
            self.run(&tree, root, PLAN)?.expect(0)?;
            let real = self.run(&tree, root, &["show", "-json", PLANNED])?.expect(0)?.text;
            let ours = ["show", "-json", rendered::PLANNED];
            let ours = self.terraform.run(&after.root(root), &ours)?.expect(0)?.text;
            let (real, ours) = (shown::plan(&real)?, shown::plan(&ours)?);
            found.append(&mut disagreements(&real, &ours, root));
        }
        self.judge(found)
    }
}

/// Where two plans of one change are not the same: `type itself`, or `type.argument` and what it does.
fn disagreements(real: &Value, ours: &Value, root: &Path) -> BTreeMap<String, String> {
    let by_address = |plan| -> BTreeMap<&str, Planned> {
        shown::changes(plan).map(|one| (one.address, one)).collect()
    };
    let (real, mut ours) = (by_address(real), by_address(ours));
    let mut found = BTreeMap::new();
    for (address, real) in real {
        let root = root.display();
        let Some(ours) = ours.remove(address) else {
            let what = format!("{root}: {address}: {} by the real one alone", real.actions);
            found.insert(format!("{} itself", real.kind), what);
            continue;
        };
        let both = format!("{root}: {address}: {}, not {}", real.actions, ours.actions);
        let (mut named, known) = (false, common(&real, &ours));
        let told = |argument: &str| {
            let [before, after] = [real.before, real.after]
                .map(|one| one.get(argument).map(Value::to_string).unwrap_or_default());
            format!("{both}: {before} becomes {after}")
        };
        for argument in changed(&real, &known).symmetric_difference(&changed(&ours, &known)) {
            named = true;
            found.insert(format!("{}.{argument} changes", real.kind), told(argument));
        }
        for argument in real.replaces.symmetric_difference(&ours.replaces) {
            named = true;
            found.insert(format!("{}.{argument} replaces", real.kind), told(argument));
        }
        if !named && real.actions != ours.actions {
            found.insert(format!("{} itself", real.kind), both);
        }
    }
    for (address, ours) in ours {
        let what = format!("{}: {address}: {} by the stand-in alone", root.display(), ours.actions);
        found.insert(format!("{} itself", ours.kind), what);
    }
    found
}

/// The arguments that both providers know.
fn common<'a>(one: &Planned<'a>, other: &Planned<'a>) -> BTreeSet<&'a str> {
    &arguments(one) & &arguments(other)
}

/// The arguments that an object has.
pub(super) fn arguments<'a>(one: &Planned<'a>) -> BTreeSet<&'a str> {
    let object = one.before.as_object().into_iter().flatten();
    object.map(|(name, _)| name.as_str()).collect()
}

/// What changes in place.
pub(super) fn changed<'a>(planned: &Planned<'a>, known: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    if planned.actions != "update" {
        return BTreeSet::new();
    }
    let unknown = |name: &str| planned.unknown.get(name).is_some_and(any);
    let part = |of: &'a Value, name: &str| of.get(name).unwrap_or(&Value::Null);
    let differs = |name: &&&str| {
        unknown(name) || !same(part(planned.before, name), part(planned.after, name))
    };
    known.iter().filter(differs).copied().collect()
}

/// Whether two values say the same: the real provider writes what is left out as empty where anything beside it changes.
fn same(one: &Value, other: &Value) -> bool {
    let nothing = |value: &Value| is_nothing(value) || *value == false || *value == 0;
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let part = |of: &Map<String, Value>, name| of.get(name).cloned().unwrap_or_default();
            one.keys().chain(other.keys()).all(|name| same(&part(one, name), &part(other, name)))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            // A set is in another order for each provider.
            one.iter().all(|one| other.iter().any(|other| same(one, other)))
        }
        _ => one == other || nothing(one) && nothing(other),
    }
}

/// Whether anything is marked.
fn any(marks: &Value) -> bool {
    match marks {
        Value::Bool(mark) => *mark,
        Value::Array(items) => items.iter().any(any),
        Value::Object(pairs) => pairs.values().any(any),
        Value::Null | Value::Number(_) | Value::String(_) => false,
    }
}
