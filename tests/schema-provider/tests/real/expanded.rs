//! The real provider makes roots whose objects name their regions, expanded to a provider for each region.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::Failed;
use serde::Deserialize;
use serde_json::{Value, json};

use super::applied::{APPLY, PROTECTIONS, Place, changed};
use super::dialect::Dialect;
use super::flat::{self, Flat};
use super::{Real, account, objects, state};
use crate::rendered;
use crate::support::shown;
use crate::support::suite::Suite;
use crate::support::terraform::{Root, Terraform};
use crate::support::tree::{KEPT, Tree};

/// Roots that are expanded and made together, as `applied.toml` explains them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expanded {
    pub(super) tree: String,
    pub(super) roots: Vec<PathBuf>,
    /// Of a tree's own in moto: nothing that other trials made there has its names.
    account: String,
    change: BTreeMap<String, toml::Value>,
    #[serde(default)]
    left: BTreeMap<String, String>,
    #[serde(default)]
    moto: BTreeMap<String, String>,
}

impl Real {
    /// Makes expanded roots, and all that follows.
    pub(super) fn expands(&self, suite: &Suite, what: &Expanded) -> Result<(), Failed> {
        let before = suite.applied()?;
        self.zones(before, &what.account)?;
        let first = what.flat(&self.terraform, before)?;
        let idle: Vec<&String> =
            what.left.keys().filter(|one| !first.left.contains(*one)).collect();
        if !idle.is_empty() {
            return Err(format!("there is no {idle:?} to leave out").into());
        }
        let folder = tempfile::tempdir()?;
        let words: Vec<&str> = first.types.iter().map(String::as_str).collect();
        let words = words.join(",");
        let regions: Vec<&str> = first.regions.iter().map(String::as_str).collect();
        let root = Root { tree: folder.path(), path: Path::new("."), words: &words, dead: "" };
        let place = Place { real: self, root, regions: &regions, moto: &what.moto };

        let write = |config: &Value| {
            // In lines: what is wrong is then shown by itself.
            let config = format!("{config:#}").replace(&account(before), &what.account);
            fs::write(folder.path().join("main.tf.json"), config.replace("ACCOUNT", &what.account))
        };
        write(&first.config)?;
        let mut found = place.apply()?;
        let (changed, ours) = what.changed(&self.terraform, suite)?;
        write(&changed.config)?;
        let disagree = place.disagree(&place.plans_again()?, ours);
        if !disagree.is_empty() {
            return Err(format!("for the change:\n{}", disagree.join("\n")).into());
        }
        // What an update tells moto, it may keep.
        found.append(&mut place.apply()?);
        place.all_needed(&found)?;
        let mut open = changed.config;
        if opened(&mut open) {
            write(&open)?;
            place.run(APPLY)?.expect(0)?;
        }
        place.destroys_all()
    }

    /// Makes the zones that a tree's roots look up, in another account.
    fn zones(&self, applied: &Tree, account: &str) -> Result<(), Failed> {
        let mut zones = Vec::new();
        for root in &applied.roots {
            let state = state(applied, root)?;
            let found = objects(&state, "data").filter(|(name, _)| *name == "aws_route53_zone");
            zones.extend(found.map(|(_, zone)| json!([zone.get("zone_id"), zone.get("name")])));
        }
        let none: [Value; 0] = [];
        self.world()?.make(&json!({
            "account": account, "zones": zones, "secrets": none, "certificates": none,
        }))
    }
}

impl Expanded {
    /// The roots of a tree that the stand-in has applied, expanded.
    fn flat(&self, terraform: &Terraform, applied: &Tree) -> Result<Flat, Failed> {
        let first = Tree::copy(applied.path())?;
        first.inherit(applied)?;
        let mut roots = Vec::new();
        for root in &self.roots {
            let made = state(applied, root)?;
            // Its own plan is of nothing made yet.
            fs::remove_file(first.state(root))?;
            let run = |arguments: &[&str]| terraform.run(&first.root(root), arguments)?.expect(0);
            run(rendered::INIT)?;
            run(rendered::PLAN)?;
            roots.push((shown::plan(&run(&["show", "-json", rendered::PLANNED])?.text)?, made));
            fs::copy(applied.state(root), first.path().join(root).join(KEPT))?;
        }
        flat::flat(roots, &self.left, &Dialect::read()?)
    }

    /// The changed topology, expanded, and what the stand-in does for it, by where that is in the expanded root.
    fn changed(
        &self,
        terraform: &Terraform,
        suite: &Suite,
    ) -> Result<(Flat, BTreeMap<String, String>), Failed> {
        let after = rendered::render(&changed(&self.tree, &self.change)?)?;
        let after = Tree::copy(after.path())?;
        after.inherit(suite.applied()?)?;
        let mut ours = BTreeMap::new();
        for (number, root) in self.roots.iter().enumerate() {
            let run = |arguments: &[&str]| terraform.run(&after.root(root), arguments)?.expect(0);
            run(rendered::INIT)?;
            run(rendered::PLAN)?;
            let plan = shown::plan(&run(&["show", "-json", rendered::PLANNED])?.text)?;
            let acts = shown::changes(&plan).filter(|one| !self.left.contains_key(one.kind));
            ours.extend(acts.map(|one| (flat::place(number, one.kind, one.address), one.actions)));
            run(rendered::APPLY)?;
        }
        Ok((self.flat(terraform, &after)?, ours))
    }
}

/// Takes the protections against a deletion out of a configuration; whether there were any.
fn opened(config: &mut Value) -> bool {
    let mut found = false;
    match config {
        Value::Array(items) => items.iter_mut().for_each(|one| found |= opened(one)),
        Value::Object(pairs) => {
            for (name, value) in pairs.iter_mut() {
                if PROTECTIONS.contains(&name.as_str()) && *value == Value::Bool(true) {
                    (*value, found) = (false.into(), true);
                }
                found |= opened(value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found
}
