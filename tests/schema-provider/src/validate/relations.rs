//! Relations between arguments: some exclude each other, some need each other.

use aws_catalogue::{Block, Group, Rules, Value};

use super::reach;
use crate::problem::Problem;
use crate::proto::Selector;

/// How often a relation's arguments may be set, given the number that is.
type Allowed = fn(set: usize, of: usize) -> bool;

pub(super) fn problems(rules: &Rules, block: &Block, config: &Value) -> Vec<Problem> {
    let relations: [(&[Group], &str, Allowed); 3] = [
        (&rules.conflicts, "At most one may be set", |set, _| set <= 1),
        (&rules.exactly_one, "Exactly one must be set", |set, _| set == 1),
        (&rules.at_least_one, "At least one must be set", |set, _| set >= 1),
    ];
    let mut found = Vec::new();
    for (groups, rule, allowed) in relations {
        for group in groups {
            found.extend(broken(group, block, config, rule, allowed));
        }
    }
    // The first of the group needs all the others.
    for group in &rules.required_with {
        for (place, names, holder) in holders(group, block, config) {
            let missing = names.iter().find(|name| holder.get(name).is_absent());
            let first = names.first().filter(|first| !holder.get(first).is_absent());
            if let (Some(first), Some(missing)) = (first, missing) {
                found.push(Problem::new(format!("{first} needs {missing}")).at(&place));
            }
        }
    }
    found
}

fn broken(
    group: &Group,
    block: &Block,
    config: &Value,
    rule: &str,
    allowed: Allowed,
) -> Vec<Problem> {
    let mut found = Vec::new();
    for (place, names, holder) in holders(group, block, config) {
        let values: Vec<&Value> = names.iter().map(|name| holder.get(name)).collect();
        // What is unknown may turn out to be null.
        let unknown = values.iter().any(|value| matches!(value, Value::Unknown));
        let set = values.iter().filter(|value| !value.is_absent()).count();
        if !unknown && !allowed(set, names.len()) {
            found.push(Problem::new(format!("{rule}: {}", names.join(", "))).at(&place));
        }
    }
    found
}

/// The objects that hold a group's arguments: the whole configuration, or each block of a path.
fn holders<'a>(
    group: &'a Group,
    block: &Block,
    config: &'a Value,
) -> Vec<(Vec<Selector>, &'a [String], &'a Value)> {
    match group {
        Group::Top(names) => vec![(Vec::new(), names, config)],
        Group::Inside { at, of } => {
            let reached = reach(block, config, at);
            let blocks = reached.into_iter().flat_map(|(place, value)| {
                value.items().iter().map(move |item| (place.clone(), of.as_slice(), item))
            });
            blocks.collect()
        }
    }
}
