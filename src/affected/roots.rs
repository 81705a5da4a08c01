//! The roots, and why each is listed.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    bug::{Bug, bug},
    inventory::{Files, Inventory, Texts},
    plan::{self, Action, Plan, RootPlan, State},
};

/// The roots of a tree that a change touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Affected {
    /// In the order in which they are applied; what has gone is last.
    pub(crate) roots: Vec<Touched>,
    /// How many roots there are now.
    pub(crate) all: usize,
}

/// A root that a change touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Touched {
    /// Its folder in the tree; the tree itself is `.`.
    pub(crate) root: String,
    pub(crate) state: State,
    /// From 1: roots of one layer read nothing of each other. None of what has gone.
    pub(crate) layer: Option<usize>,
    /// The roots that have to be applied before it can be planned at all.
    pub(crate) waits_for: BTreeSet<String>,
    /// The roots of which it reads an output that the change changes: a plan before they are applied shows the old one.
    pub(crate) reads: BTreeSet<String>,
    /// How many objects something happens to.
    pub(crate) objects: usize,
    /// Whether an output of it changes.
    pub(crate) outputs: bool,
    /// Texts that it is made of and that are not what they were.
    pub(crate) files: BTreeSet<String>,
}

/// Compares two generations. `order` has the roots that are known by their place in the order; what people have added comes
/// after those of its layer.
pub(crate) fn affected(before: &Files, after: &Files, order: &[String]) -> Result<Affected, Bug> {
    let mut texts = Texts::new();
    let [old, new] = Inventory::both(before, after, &mut texts);
    if !old.is_of(before) || !new.is_of(after) {
        return Err(bug("a tree could not be read"));
    }
    let plan = plan::plan(&old, &new);
    let changed = changed(before, after);
    let mut roots: Vec<(usize, Touched)> = plan
        .roots
        .iter()
        .map(|root| (root.layer, touched(root, &plan, [&old, &new], &changed)))
        .filter(|(_, root)| root.is_touched())
        .collect();
    let place = |root: &str| {
        let is_it = |dir: &String| dir == root || (dir.is_empty() && root == ".");
        order.iter().position(is_it).unwrap_or(order.len())
    };
    roots.sort_by_key(|(layer, root)| (root.state == State::Gone, *layer, place(&root.root)));
    number(&mut roots);
    let roots = roots.into_iter().map(|(_, root)| root).collect();
    Ok(Affected { roots, all: new.roots.len() })
}

impl Touched {
    fn is_touched(&self) -> bool {
        self.state != State::Kept
            || self.objects > 0
            || self.outputs
            || !self.files.is_empty()
            || !self.reads.is_empty()
    }

    /// Whether it can be planned before anything else is applied.
    pub(crate) fn is_ready(&self) -> bool {
        self.state != State::Gone && self.waits_for.is_empty()
    }
}

fn touched(
    root: &RootPlan,
    plan: &Plan,
    generations: [&Inventory; 2],
    changed: &BTreeSet<&str>,
) -> Touched {
    let [_, new] = generations;
    let now = new.roots.get(&root.root);
    let folders = generations.iter().flat_map(|one| one.roots.values());
    let folders: BTreeSet<&str> =
        folders.flat_map(|one| &one.folders).map(String::as_str).collect();
    let own = generations.iter().filter_map(|one| one.roots.get(&root.root));
    let own: BTreeSet<&str> = own.flat_map(|one| &one.folders).map(String::as_str).collect();
    let is_own = |path: &&&str| own.contains(home(path, &folders));
    let other = |(of, output): &&(String, String)| {
        let of = plan.roots.iter().find(|other| other.root == *of);
        of.is_some_and(|of| of.outputs.get(output).is_some_and(|one| one.action != Action::Nothing))
    };
    let needs = now.into_iter().flat_map(|one| &one.needs).filter(|(of, _)| *of != root.root);
    Touched {
        root: root.root.clone(),
        state: root.state,
        layer: None,
        waits_for: root.waits_for.clone(),
        reads: needs.filter(other).map(|(of, _)| of.clone()).collect(),
        objects: root.rows.len(),
        outputs: !root.outputs.is_empty(),
        files: changed.iter().filter(is_own).map(|path| (*path).to_owned()).collect(),
    }
}

/// The folder of a root or module that a file belongs to: the innermost that it is in.
fn home<'f>(path: &str, folders: &BTreeSet<&'f str>) -> &'f str {
    let above = path.match_indices('/').rev().filter_map(|(end, _)| path.get(..end));
    above.chain(["."]).find_map(|folder| folders.get(folder).copied()).unwrap_or_default()
}

/// Files that differ and that a plan may depend on.
fn changed<'f>(before: &'f Files, after: &'f Files) -> BTreeSet<&'f str> {
    let [old, new]: [BTreeMap<&str, &[u8]>; 2] = [before, after].map(|one| one.iter().collect());
    let paths: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let differs = |path: &&str| old.get(path) != new.get(path);
    paths.into_iter().filter(differs).filter(|path| is_planned(path)).collect()
}

/// Prose and tests are of no consequence to a plan.
fn is_planned(path: &str) -> bool {
    let of_tests = [".tftest.hcl", ".tofutest.hcl", ".tftest.json", ".md"];
    !of_tests.iter().any(|end| path.ends_with(end))
}

/// Counts the layers that have something in them.
fn number(roots: &mut [(usize, Touched)]) {
    let layers: BTreeSet<usize> = roots
        .iter()
        .filter(|(_, root)| root.state != State::Gone)
        .map(|(layer, _)| *layer)
        .collect();
    for (layer, root) in roots.iter_mut().filter(|(_, root)| root.state != State::Gone) {
        root.layer = layers.iter().position(|one| one == layer).map(|at| at + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROVIDER: &str = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";

    fn files(all: &[(&str, &str)]) -> Files {
        let mut files = Files::default();
        for root in ["a", "b", "c"] {
            files.insert(format!("{root}/providers.tf"), PROVIDER.as_bytes());
        }
        for (path, text) in all {
            files.insert(*path, text.as_bytes());
        }
        files
    }

    fn names(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
        let all = affected(&files(before), &files(after), &[]);
        all.into_iter().flat_map(|all| all.roots).map(|root| root.root).collect()
    }

    #[test]
    fn a_text_counts_for_the_roots_that_are_made_of_it() {
        let call = "module \"x\" {\n  source = \"../modules/x\"\n}\n";
        let calls = [("a/main.tf", call), ("b/main.tf", call)];
        let with = |path, text| [calls[0], calls[1], (path, text)];
        for path in ["modules/x/main.tf", "modules/x/files/policy.json"] {
            let before = with(path, "# one\n");
            assert_eq!(names(&before, &with(path, "# two\n")), ["a", "b"], "{path}");
            assert_eq!(names(&before, &before), [""; 0]);
        }
        for (path, roots) in [
            ("c/.terraform.lock.hcl", &["c"][..]),
            ("c/x/y.json", &["c"]),
            ("c/README.md", &[]),
            ("c/tests/promises.tftest.hcl", &[]),
            ("docs/x.json", &[]),
            ("modules/y/main.tf", &[]),
        ] {
            assert_eq!(names(&with(path, "# one\n"), &with(path, "# two\n")), roots, "{path}");
        }
    }

    #[test]
    fn a_module_that_is_no_longer_called_counts_as_well() {
        let call = ("a/main.tf", "module \"x\" {\n  source = \"../modules/x\"\n}\n");
        assert_eq!(names(&[call, ("modules/x/main.tf", "")], &[]), ["a"]);
    }
}
