//! Every entry gets another key, says what it was, and keeps its name: nothing but moves is planned, in any root.

use std::sync::Arc;

use libtest_mimic::{Failed, Trial};

use super::failover::{APPLY, PLAN};
use super::{INIT, read, render, topologies};
use crate::support::suite::Suite;
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

#[path = "../../../support/renamed.rs"]
mod keys;

/// Together they have all sections. A deep run has all topologies.
const GATE: [&str; 2] = ["queues", "single-region"];

/// What a plan says that moves and does nothing else.
const NOTHING: &str = "Plan: 0 to add, 0 to change, 0 to destroy.";

pub(super) fn trials(terraform: &Arc<Terraform>, suites: &[(String, Arc<Suite>)]) -> Vec<Trial> {
    let trial = |topology: String| {
        let golden = format!("golden/{topology}");
        let suite = suites.iter().find(|(name, _)| *name == golden).map(|(_, suite)| suite);
        let suite = suite.map(Arc::clone);
        let terraform = Arc::clone(terraform);
        let name = format!("renamed/{topology}: every entry is called otherwise, and all is there");
        let gate = crate::deep() || GATE.contains(&topology.as_str());
        let trial = Trial::test(name, move || {
            let suite = suite.as_ref().ok_or("there is no such golden tree")?;
            moves_alone(&terraform, &topology, suite.applied()?)
        });
        if gate { trial } else { crate::left_out(trial) }
    };
    topologies().into_iter().map(trial).collect()
}

fn moves_alone(terraform: &Terraform, topology: &str, before: &Tree) -> Result<(), Failed> {
    let (text, old) = keys::renamed(&read(topology)?, |entry, named_by, key| {
        entry.insert(named_by.to_owned(), key.into());
        entry.insert("renamed_from".to_owned(), key.into());
    })?;
    let tree = Tree::copy(render(&text)?.path())?;
    tree.inherit(before)?;
    let mut moved = 0;
    for root in &tree.roots {
        let dir = tree.root(root);
        terraform.run(&dir, INIT)?.expect(0)?;
        let plan = terraform.run(&dir, PLAN)?;
        if tree.path().join(root).join("moved.tf").is_file() {
            moved += 1;
            plan.says("has moved to")?.says(NOTHING)?;
        } else if plan.status != Some(0) {
            // Outputs are called by the keys.
            plan.says("without changing any real infrastructure")?;
        }
        terraform.run(&dir, APPLY)?.expect(0)?;
        terraform.run(&dir, PLAN)?.expect(0)?;
    }
    let regions = tree.roots.iter().filter(|root| root.starts_with("regions")).count();
    assert!(moved >= regions.min(1), "{moved} roots moved for {old:?}");
    Ok(())
}
