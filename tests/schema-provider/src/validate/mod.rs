//! What the real provider refuses before it asks AWS: values, ARNs, JSON and relations between
//! arguments.
//!
//! Whether an argument exists, is required or has the right type is Terraform's work, from the
//! schema.

mod formats;
mod relations;

use aws_catalogue::{Block, Entry, Nesting, Value};

use crate::problem::Problem;
use crate::proto::Selector;
use crate::region;

/// All that is wrong with a configuration. Unknown values are wrong in no way.
pub(crate) fn problems(entry: &Entry, config: &Value) -> Vec<Problem> {
    let mut found = Vec::new();
    let rules = &entry.rules;
    let mut each = |path: &str, check: &dyn Fn(&Value) -> Option<String>| {
        for (place, value) in reach(&entry.block, config, path) {
            if let Some(detail) = check(value) {
                found.push(
                    Problem::new(format!("Invalid value for {path}")).detail(detail).at(&place),
                );
            }
        }
    };
    for (path, allowed) in &rules.values {
        each(path, &|value| formats::one_of(value, allowed));
    }
    for path in &rules.arn {
        each(path, &formats::arn);
    }
    for path in &rules.json {
        each(path, &formats::json);
    }
    for (path, (least, most)) in &rules.range {
        each(path, &|value| formats::between(value, *least, *most));
    }
    if entry.regional() {
        each("region", &|value| {
            value
                .text()
                .and_then(|name| region::check(name).err())
                .map(|_| "There is no such AWS region.".to_owned())
        });
    }
    found.extend(relations::problems(rules, &entry.block, config));
    found
}

/// The places that a dotted path reaches, each with the steps that blame it.
fn reach<'a>(block: &Block, value: &'a Value, path: &str) -> Vec<(Vec<Selector>, &'a Value)> {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let here = vec![Selector::Attribute(step.to_owned())];
    let Some(rest) = rest else {
        return vec![(here, value.get(step))];
    };
    let Some(nested) = block.blocks.get(step) else {
        return Vec::new();
    };
    let mut reached = Vec::new();
    for (index, item) in (0_i64..).zip(value.get(step).items()) {
        for (below, one) in reach(&nested.block, item, rest) {
            let mut place = here.clone();
            match nested.nesting {
                Nesting::Single => place.extend(below),
                Nesting::List => {
                    place.push(Selector::Index(index));
                    place.extend(below);
                }
                // An element of a set has no address: the set is blamed.
                Nesting::Set => {}
            }
            reached.push((place, one));
        }
    }
    reached
}
