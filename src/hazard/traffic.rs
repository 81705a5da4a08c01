//! Users are not where the code says, or all regions change at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::{Value, without_keys};
use crate::plan::Action;

use super::harm::{Changed, Hazard, Kind, Level};
use super::object::{Found, name, value};

static IGNORED: Kind = Kind::new(
    "dial-ignored",
    "a dial or a weight differs, and Terraform does not look at it",
    "the change does nothing: users stay where they are until somebody turns it",
    "turn it by hand, as the tree's README says, before what is there gets smaller",
);
static EVERYWHERE: Kind = Kind::new(
    "rolls-everywhere",
    "the same thing is rolled out anew in every region",
    "a fault of the new one is in all regions before anybody has seen it",
    "apply one region, look at it, and go on: the order is that of the tree's README",
);

pub(super) static KINDS: [&Kind; 2] = [&IGNORED, &EVERYWHERE];

/// What decides where users go.
const DIALS: [(&str, &str); 3] = [
    ("aws_globalaccelerator_endpoint_group", "traffic_dial_percentage"),
    ("aws_globalaccelerator_endpoint_group", "endpoint_configuration"),
    ("aws_route53_record", "weighted_routing_policy"),
];

/// What is rolled out by a change of these.
const ROLLED: [(&str, &str); 3] = [
    ("aws_ecs_service", "task_definition"),
    ("aws_lambda_function", "filename"),
    ("aws_opensearch_domain", "cluster_config"),
];

pub(super) fn found(changed: &Changed<'_>) -> Vec<Hazard> {
    let mut found = Found::default();
    for (root, address, before, after) in changed.kept() {
        let ignored = |path: &str| after.lifecycle.ignore_changes.iter().any(|one| one == path);
        for (kind, path) in DIALS {
            if after.kind == kind
                && ignored(path)
                && differs(value(before, path), value(after, path))
            {
                let said = |one| match value(one, path) {
                    Some(Value::Number(number)) => number.to_string(),
                    _ => "another value".to_owned(),
                };
                let message = format!(
                    "`{path}` of `{}` goes from {} to {}, which Terraform ignores",
                    name(Some(after), address),
                    said(before),
                    said(after)
                );
                found.note(&IGNORED, Level::Dangerous, (root, address), message);
            }
        }
    }
    let mut all = found.end();
    all.extend(everywhere(changed));
    all
}

fn differs(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.same(other) == crate::inventory::Same::No,
        (one, other) => one.is_some() != other.is_some(),
    }
}

/// The same block is rolled out in every region that has it.
fn everywhere(changed: &Changed<'_>) -> Vec<Hazard> {
    let mut rolled: BTreeMap<String, Vec<(&str, String, String)>> = BTreeMap::new();
    for object in changed.objects().filter(|one| one.row.action == Action::Update) {
        let row = object.row;
        let touched = |path: &str| {
            let is_top = |steps: &crate::plan::Path| matches!(steps.first(), Some(crate::inventory::Step::Key(name)) if **name == *path);
            row.changes.iter().any(|(steps, ..)| is_top(steps))
                || row.unknown_after.iter().any(is_top)
        };
        if ROLLED.iter().any(|(kind, path)| *kind == row.kind && touched(path)) {
            let region = row.region.clone().unwrap_or_default();
            let at = (object.root, object.address.to_owned(), region);
            rolled.entry(without_keys(object.address).into_owned()).or_default().push(at);
        }
    }
    let mut hazards = Vec::new();
    for (block, objects) in rolled {
        let regions: BTreeSet<&str> =
            objects.iter().map(|(_, _, region)| region.as_str()).collect();
        let all = regions_with(changed, &block);
        if all.len() < 2 || !all.is_subset(&regions) {
            continue;
        }
        let mut roots: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (root, address, _) in objects {
            roots.entry(root).or_default().push(address);
        }
        // One apply does them all where they are of one state.
        let level = if roots.len() > 1 { Level::Review } else { Level::Dangerous };
        let message = format!("`{block}` is rolled out anew in all {} regions", all.len());
        hazards.extend(
            roots.into_iter().map(|(root, addresses)| {
                EVERYWHERE.hazard(level, root, addresses, message.clone())
            }),
        );
    }
    hazards
}

/// The regions that have a block.
fn regions_with<'c>(changed: &'c Changed<'_>, block: &str) -> BTreeSet<&'c str> {
    let all = changed.after.roots.values().flat_map(|root| &root.resources);
    let own = all.filter(|(address, _)| without_keys(address) == block);
    own.filter_map(|(_, one)| one.region.as_text()).collect()
}
