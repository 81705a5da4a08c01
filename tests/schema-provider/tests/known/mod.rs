//! Known is known: what the product's inventory reads in a tree is what Terraform plans of it.
//!
//! Of every golden tree each address, and each value that both know. What the inventory leaves open though the plan knows it is
//! judged by what it waits for: what AWS has said meanwhile (a data source, the state of another root) is no fault of
//! it, and is not counted; of the rest no more than a hundredth, and only what is listed here.

mod compare;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use serde_json::Value as Json;
use topogen::inventory::{Files, Inventory, Root, Texts};

use crate::rendered;
use crate::support::suite::{Suite, WHOLE};

use compare::Compared;

/// Type and argument that stay open, and why.
const OPEN: [(&str, &str, &str); 1] = [
    // Each plan has another one; Terraform ignores the change.
    ("aws_rds_cluster", "final_snapshot_identifier", "the time of the plan is in it"),
];

/// The trials of all golden trees whose plans are kept.
pub(crate) fn trials(suites: &[(String, Arc<Suite>)]) -> Vec<Trial> {
    let golden =
        suites.iter().filter_map(|(name, suite)| Some((name.strip_prefix("golden/")?, suite)));
    let trial = |(name, suite): (&str, &Arc<Suite>)| {
        let what = format!("golden/{name}: what is configured is known");
        let Some(plans) = suite.plans().map(Path::to_owned) else {
            let trial = Trial::test(what, || Ok(()));
            return trial.with_kind("TOPOGEN_PLANS keeps the plans").with_ignored_flag(true);
        };
        let (name, suite) = (name.to_owned(), Arc::clone(suite));
        Trial::test(what, move || {
            suite.applied()?;
            let plan = |root: &str| {
                let file = plans.join(if root == "." { WHOLE } else { root });
                Ok(fs::read_to_string(file.with_added_extension("json"))?)
            };
            known(&rendered::tree(&rendered::read(&name)?)?, plan)
        })
    };
    golden.map(trial).collect()
}

/// Holds what is read of a tree to what was planned of its roots on an empty account.
pub(crate) fn known(
    tree: &topogen::tree::Tree,
    plan: impl Fn(&str) -> Result<String, Failed>,
) -> Result<(), Failed> {
    let inventory = Inventory::of(&Files::of(tree), &mut Texts::new());
    let mut compared = Compared::default();
    for (folder, root) in &inventory.roots {
        one(folder, root, &serde_json::from_str(&plan(folder)?)?, &mut compared);
    }
    let open: BTreeSet<_> = OPEN.iter().map(|(kind, argument, _)| (*kind, *argument)).collect();
    for (kind, argument, why) in compared.open.keys() {
        if !open.contains(&(kind, argument)) {
            compared.wrong.push(format!("{kind}.{argument} is not known: {why}"));
        }
    }
    let left: usize = compared.open.values().sum();
    if left * 100 > compared.known + left {
        compared.wrong.push(format!("{left} values are not known beside {}", compared.known));
    }
    if compared.known < 40 {
        compared.wrong.push(format!("only {} values were compared", compared.known));
    }
    if compared.wrong.is_empty() { Ok(()) } else { Err(compared.wrong.join("\n").into()) }
}

/// Compares a root with its plan.
fn one(folder: &str, root: &Root, plan: &Json, compared: &mut Compared) {
    let changes = plan.get("resource_changes").and_then(Json::as_array).into_iter().flatten();
    let mut planned: BTreeMap<&str, &Json> = BTreeMap::new();
    for change in changes.filter(|change| change.get("mode").is_some_and(|mode| mode == "managed"))
    {
        let address = change.get("address").and_then(Json::as_str);
        planned.extend(address.zip(change.get("change")));
    }
    let problems = root.problems.iter().map(|problem| problem.message.clone());
    compared.wrong.extend(problems);
    let missing = planned.keys().filter(|address| !root.resources.contains_key(**address));
    compared.wrong.extend(missing.map(|address| format!("{folder}: {address} is planned only")));
    for (address, resource) in &root.resources {
        match planned.get(address.as_str()) {
            Some(change) => compared.resource(folder, address, resource, change),
            None => compared.wrong.push(format!("{folder}: {address} is not planned")),
        }
    }
}
