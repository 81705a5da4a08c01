//! What Terraform plans for the second topology of a pair, on what the first has made.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use libtest_mimic::Failed;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::rendered::{self, APPLY, INIT, PLAN};
use crate::support::shown;
use crate::support::suite::Suite;
use crate::support::terraform::{Output, Terraform, is_hcl};
use crate::support::tree::Tree;

/// What keeps Terraform from planning a destroy, and what does not.
const PROTECTED: [&str; 2] = ["prevent_destroy = true", "prevent_destroy = false"];

/// A plan that leaves nothing behind.
const LOOK: &[&str] = &["plan", "-input=false", "-no-color", "-lock=false"];

/// What is left of a plan that was refused; the plan itself stays.
const AGAIN: [&[&str]; 2] = [
    &["plan", "-input=false", "-no-color", "-out=again"],
    &["apply", "-input=false", "-no-color", "again"],
];

/// All that was planned, by root, in the order of the README.
#[derive(Serialize, Deserialize)]
pub(super) struct Truth {
    pub(super) roots: Vec<Planned>,
}

/// What was planned in a root.
#[derive(Serialize, Deserialize)]
pub(super) struct Planned {
    pub(super) root: String,
    /// `resource_changes` and `output_changes` of the plan.
    pub(super) changes: Value,
    pub(super) outputs: Value,
    /// Whether the plan is refused for what must not be destroyed.
    pub(super) protected: bool,
    /// What AWS says to it: the names of the rules by which the apply is refused.
    pub(super) refused: Vec<String>,
}

impl Truth {
    /// Plans a tree on what another has made, and applies it: with its copy.
    pub(super) fn on(
        terraform: &Terraform,
        first: &Tree,
        after: &Path,
    ) -> Result<(Self, Tree), Failed> {
        let mut tree = Tree::copy(after)?;
        tree.inherit(first)?;
        tree.learn(first);
        exchange(tree.path(), PROTECTED)?;
        let mut roots = Vec::new();
        for root in &tree.roots {
            let at = tree.root(root);
            terraform.run(&at, INIT)?.expect(0)?;
            terraform.run(&at, PLAN)?.expect(0)?;
            let shown = terraform.run(&at, &["show", "-json", "plan"])?.expect(0)?.text;
            let plan = shown::plan(&shown)?;
            let destroys = shown::changes(&plan).any(|one| one.actions.contains("delete"));
            let protected = destroys && is_protected(terraform, &tree, root)?;
            let applied = terraform.run(&at, APPLY)?;
            let refused = refused(&applied);
            if applied.status != Some(0) {
                // As if somebody had cleared the way by hand.
                let without = [("SCHEMA_PROVIDER_WITHOUT", "every")];
                let [plan, apply] = AGAIN;
                terraform.run(&at, plan)?.expect(0)?;
                terraform.run_with(&at, apply, &without)?.expect(0)?;
            }
            let part = |name: &str| plan.get(name).cloned().unwrap_or_default();
            roots.push(Planned {
                root: root.display().to_string(),
                changes: part("resource_changes"),
                outputs: part("output_changes"),
                protected,
                refused,
            });
        }
        Ok((Self { roots }, tree))
    }
}

/// The first of two topologies, applied; where that has been done, its tree again.
pub(super) fn first(
    terraform: &Terraform,
    suite: Option<&Suite>,
    before: &str,
) -> Result<Tree, Failed> {
    match suite {
        Some(suite) => suite.again(),
        None => applied(terraform, rendered::render(before)?.path()),
    }
}

/// A tree, applied to an empty account.
pub(super) fn applied(terraform: &Terraform, tree: &Path) -> Result<Tree, Failed> {
    let tree = Tree::copy(tree)?;
    for root in &tree.roots {
        let at = tree.root(root);
        for arguments in [INIT, PLAN, APPLY] {
            terraform.run(&at, arguments)?.expect(0)?;
        }
    }
    Ok(tree)
}

/// Writes the second of two texts for the first, in every file of a tree.
fn exchange(folder: &Path, [from, to]: [&str; 2]) -> Result<(), Failed> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            exchange(&path, [from, to])?;
        } else if is_hcl(&path) {
            let text = fs::read_to_string(&path)?;
            if text.contains(from) {
                fs::write(&path, text.replace(from, to))?;
            }
        }
    }
    Ok(())
}

/// Whether a plan of the tree as it was written is refused.
fn is_protected(terraform: &Terraform, tree: &Tree, root: &Path) -> Result<bool, Failed> {
    let [as_written, open] = PROTECTED;
    exchange(tree.path(), [open, as_written])?;
    let plan = terraform.run(&tree.root(root), LOOK)?;
    exchange(tree.path(), [as_written, open])?;
    // Terraform says "Instance", and OpenTofu "Resource instance".
    let protected = plan.text.to_lowercase().contains("instance cannot be destroyed");
    if protected { Ok(true) } else { plan.expect(0).map(|_| false) }
}

/// The rules by which an apply was refused, once each.
fn refused(applied: &Output) -> Vec<String> {
    let errors = applied.text.lines().filter(|line| line.contains("Error: "));
    let rule = |line: &str| {
        let rule = line.rsplit_once('[').and_then(|(_, rest)| rest.split_once(']'));
        rule.map_or(line, |(rule, _)| rule).to_owned()
    };
    errors.map(rule).collect::<BTreeSet<_>>().into_iter().collect()
}
