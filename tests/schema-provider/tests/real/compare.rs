//! Where the real provider's plan and what the stand-in made are not the same.
//!
//! What the real one knows when it plans, the stand-in has to have made: arguments, defaults, and what is left out. What is known
//! only after an apply may be anything. `differences.toml` lists what differs, each with its reason; an entry that nothing needs is
//! an error.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use libtest_mimic::Failed;
use serde::Deserialize;
use serde_json::Value;

use crate::support::shown;

/// What differs, and why: by `type.path`.
#[derive(Deserialize)]
pub(super) struct Known {
    difference: BTreeMap<String, String>,
    /// What only the trials differ in that a plain run leaves out.
    deep: BTreeMap<String, String>,
}

impl Known {
    pub(super) fn read() -> Result<Self, Failed> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real/differences.toml");
        Ok(toml::from_str(&fs::read_to_string(file)?)?)
    }

    /// What is not listed of what was found.
    pub(super) fn unlisted(&self, found: &BTreeMap<String, String>) -> Vec<String> {
        let listed = |path| self.difference.contains_key(path) || self.deep.contains_key(path);
        let unlisted = found.iter().filter(|(path, _)| !listed(path.as_str()));
        unlisted.map(|(path, what)| format!("{path}: {what}")).collect()
    }

    /// What is listed and was not found.
    pub(super) fn idle(&self, found: &BTreeSet<String>) -> Vec<&str> {
        let deep = self.deep.keys().filter(|_| crate::deep());
        let listed = self.difference.keys().chain(deep);
        listed.filter(|path| !found.contains(*path)).map(String::as_str).collect()
    }
}

/// The differences between a plan of the real provider and a state of the stand-in.
pub(super) fn differences(plan: &Value, state: &Value) -> BTreeMap<String, String> {
    let made: BTreeMap<String, &Value> =
        shown::instances(state).map(|one| (one.address, one.attributes)).collect();
    let mut found = BTreeMap::new();
    for change in shown::changes(plan) {
        if let Some(made) = made.get(change.address) {
            compare(change.after, change.unknown, made, change.kind, &mut found);
        } else {
            let why = format!("{} was not made", change.address);
            found.insert(format!("{} itself", change.kind), why);
        }
    }
    found
}

fn compare(
    planned: &Value,
    unknown: &Value,
    made: &Value,
    path: &str,
    found: &mut BTreeMap<String, String>,
) {
    match (planned, made) {
        _ if *unknown == Value::Bool(true) => {}
        (Value::Object(planned), Value::Object(made)) => {
            for (name, one) in planned {
                // What only one of the versions has is told by the dialect.
                if let Some(made) = made.get(name) {
                    let unknown = unknown.get(name).unwrap_or(&Value::Null);
                    compare(one, unknown, made, &format!("{path}.{name}"), found);
                }
            }
        }
        (Value::Array(planned), Value::Array(made)) if planned.len() == made.len() => {
            // A set has another order where its elements have other arguments.
            let mut rest: Vec<&Value> = made.iter().collect();
            for (index, one) in planned.iter().enumerate() {
                let unknown = unknown.get(index).unwrap_or(&Value::Null);
                let differences = |made: &Value| {
                    let mut found = BTreeMap::new();
                    compare(one, unknown, made, path, &mut found);
                    found
                };
                let nearest = (0..rest.len()).min_by_key(|at| {
                    rest.get(*at).map_or(usize::MAX, |made| differences(made).len())
                });
                if let Some(at) = nearest {
                    found.append(&mut differences(rest.remove(at)));
                }
            }
        }
        _ if planned == made || is_nothing(planned) && is_nothing(made) => {}
        (Value::String(planned), Value::String(made)) if same_json(planned, made) => {}
        _ => {
            found.insert(path.to_owned(), format!("{planned} is planned, {made} was made"));
        }
    }
}

/// Whether two texts are JSON that says the same: the real provider writes policies without spaces.
fn same_json(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(serde_json::from_str::<Value>);
    matches!((one, other), (Ok(one), Ok(other)) if one == other)
}

/// What a configuration cannot tell from what it leaves out.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(pairs) => pairs.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
