//! The real provider makes roots in moto: it plans them again, changes them as the stand-in plans it, and destroys them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::Failed;
use serde::Deserialize;
use serde_json::Value;

use super::expanded::Expanded;
use super::{Real, objects, pairs, rewritten};
use crate::rendered::{self, Edit};
use crate::support::shown;
use crate::support::suite::Suite;
use crate::support::terraform::{Output, Root};
use crate::support::tree::Tree;

/// What the real provider made is not what the stand-in did, whose state lies there as well.
const STATE: &str = "applied.tfstate";
/// Most of the time the provider only waits.
const MANY: &str = "-parallelism=30";
pub(super) const APPLY: &[&str] = &[
    "apply",
    "-input=false",
    "-no-color",
    "-auto-approve",
    "-lock=false",
    MANY,
    "-state=applied.tfstate",
];
const PLAN: &[&str] =
    &["plan", "-input=false", "-no-color", "-lock=false", "-state=applied.tfstate", "-out=planned"];
const DESTROY: &[&str] = &[
    "destroy",
    "-input=false",
    "-no-color",
    "-auto-approve",
    "-lock=false",
    MANY,
    "-state=applied.tfstate",
];

/// What keeps an object from being deleted.
pub(super) const PROTECTIONS: [&str; 4] = [
    "deletion_protection",
    "deletion_protection_enabled",
    "enable_deletion_protection",
    "prevent_destroy",
];

/// A root that is made, as `applied.toml` explains it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Made {
    pub(super) tree: String,
    pub(super) root: PathBuf,
    #[serde(default)]
    pub(super) gate: bool,
    change: BTreeMap<String, toml::Value>,
    #[serde(default)]
    moto: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct All {
    pub(super) root: Vec<Made>,
    pub(super) expanded: Vec<Expanded>,
}

/// All that are made, those of the gate first.
pub(super) fn all() -> Result<All, Failed> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real/applied.toml");
    let mut all: All = toml::from_str(&fs::read_to_string(file)?)?;
    all.root.sort_by_key(|one| !one.gate);
    Ok(all)
}

/// Where the real provider makes something, and what moto gets wrong there.
pub(super) struct Place<'a> {
    pub(super) real: &'a Real,
    pub(super) root: Root<'a>,
    /// Each has a provider of its own; none: there is one for all.
    pub(super) regions: &'a [&'a str],
    pub(super) moto: &'a BTreeMap<String, String>,
}

impl Real {
    /// Makes a root, and all that follows.
    pub(super) fn applies(&self, suite: &Suite, made: &Made) -> Result<(), Failed> {
        let tree = self.ready(suite)?;
        let mut found = self.place(&tree, made).apply()?;
        let (after, ours) = self.changed(suite, &tree, made)?;
        let place = self.place(&after, made);
        let disagree = place.disagree(&place.plans_again()?, ours);
        if !disagree.is_empty() {
            return Err(format!("for the change:\n{}", disagree.join("\n")).into());
        }
        // What an update tells moto, it may keep.
        found.append(&mut place.apply()?);
        place.all_needed(&found)?;
        if unprotected(after.path())? {
            place.run(APPLY)?.expect(0)?;
        }
        place.destroys_all()
    }

    fn place<'a>(&'a self, tree: &'a Tree, made: &'a Made) -> Place<'a> {
        Place { real: self, root: tree.root(&made.root), regions: &[], moto: &made.moto }
    }

    /// The changed tree beside what the real provider made, and what the stand-in plans for it on what it made itself.
    fn changed(
        &self,
        suite: &Suite,
        tree: &Tree,
        made: &Made,
    ) -> Result<(Tree, BTreeMap<String, String>), Failed> {
        let folder = rendered::render(&changed(&made.tree, &made.change)?)?;
        let ours = Tree::copy(folder.path())?;
        ours.inherit(suite.applied()?)?;
        let run =
            |arguments: &[&str]| self.terraform.run(&ours.root(&made.root), arguments)?.expect(0);
        run(rendered::INIT)?;
        run(rendered::PLAN)?;
        let planned = shown::plan(&run(&["show", "-json", rendered::PLANNED])?.text)?;

        let after = rewritten(&self.terraform, folder.path())?;
        after.inherit(suite.applied()?)?;
        let state = |tree: &Tree| tree.path().join(&made.root).join(STATE);
        fs::copy(state(tree), state(&after))?;
        let acts = shown::changes(&planned).map(|one| (one.address.to_owned(), one.actions));
        Ok((after, acts.collect()))
    }
}

/// A topology with some values changed.
pub(super) fn changed(
    tree: &str,
    change: &BTreeMap<String, toml::Value>,
) -> Result<String, Failed> {
    let name = tree.strip_prefix("golden/").unwrap_or(tree);
    let values: Vec<(&str, String)> =
        change.iter().map(|(path, value)| (path.as_str(), value.to_string())).collect();
    let edits: Vec<Edit> = values.iter().map(|(path, value)| Edit::Change(path, value)).collect();
    rendered::edited(&rendered::read(name)?, &edits)
}

impl Place<'_> {
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Output, Failed> {
        self.real.run_at(&self.root, self.regions, arguments)
    }

    /// Applies; what the next plan would change is moto's fault, and listed.
    pub(super) fn apply(&self) -> Result<BTreeSet<String>, Failed> {
        self.run(APPLY)?.expect(0)?;
        let plan = self.plans_again()?;
        let found: BTreeMap<String, String> =
            shown::changes(&plan).flat_map(|one| differing(&one)).collect();
        let unlisted = found.iter().filter(|(what, _)| !self.moto.contains_key(*what));
        let wrong: Vec<String> =
            unlisted.map(|(what, values)| format!("{what}: {values}")).collect();
        if wrong.is_empty() {
            Ok(found.into_keys().collect())
        } else {
            Err(wrong.join("\n").into())
        }
    }

    pub(super) fn plans_again(&self) -> Result<Value, Failed> {
        self.run(PLAN)?.expect(0)?;
        shown::plan(&self.run(&["show", "-json", super::PLANNED])?.expect(0)?.text)
    }

    /// That every fault of moto's that is listed was found.
    pub(super) fn all_needed(&self, found: &BTreeSet<String>) -> Result<(), Failed> {
        let idle: Vec<&String> = self.moto.keys().filter(|what| !found.contains(*what)).collect();
        if idle.is_empty() { Ok(()) } else { Err(format!("no plan differs in {idle:?}").into()) }
    }

    /// Destroys what is there, which is something, and leaves nothing.
    pub(super) fn destroys_all(&self) -> Result<(), Failed> {
        let gone = format!("Destroy complete! Resources: {} destroyed.", self.count()?);
        self.run(DESTROY)?.expect(0)?.says(&gone)?;
        match self.count()? {
            0 => Ok(()),
            left => Err(format!("{left} objects are left").into()),
        }
    }

    /// How many objects were made.
    fn count(&self) -> Result<usize, Failed> {
        let state = fs::read_to_string(self.root.tree.join(self.root.path).join(STATE))?;
        Ok(objects(&serde_json::from_str(&state)?, "managed").count())
    }

    /// Where two plans of the change are not the same, but for what is moto's; of the stand-in's, what it does where.
    pub(super) fn disagree(&self, real: &Value, mut ours: BTreeMap<String, String>) -> Vec<String> {
        ours.retain(|_, actions| actions != "no-op");
        let mut found = Vec::new();
        if ours.is_empty() {
            found.push("the stand-in plans nothing".to_owned());
        }
        for one in shown::changes(real).filter(|one| one.actions != "no-op") {
            let wanted = ours.remove(one.address);
            let of_moto = || {
                let differing: BTreeSet<String> = differing(&one).map(|(what, _)| what).collect();
                differing.iter().all(|what| self.moto.contains_key(what))
            };
            if wanted.as_ref() != Some(&one.actions) && !(wanted.is_none() && of_moto()) {
                let wanted = wanted.unwrap_or_else(|| "nothing".to_owned());
                found.push(format!("{}: {}, not {wanted}", one.address, one.actions));
            }
        }
        found.extend(
            ours.iter()
                .map(|(address, actions)| format!("{address}: {actions} by the stand-in alone")),
        );
        found
    }
}

/// Takes the protections against a deletion out of a tree, as somebody does who means it; whether there were any.
fn unprotected(folder: &Path) -> Result<bool, Failed> {
    let mut found = false;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found |= unprotected(&path)?;
        } else if path.extension().is_some_and(|end| end == "tf") {
            let text = fs::read_to_string(&path)?;
            let open = |line: &str| match line.trim_start().split_once(' ') {
                Some((name, _)) if PROTECTIONS.contains(&name) => line.replace("true", "false"),
                _ => line.to_owned(),
            };
            let opened: Vec<String> = text.lines().map(open).collect();
            let opened = opened.join("\n") + "\n";
            if opened != text {
                found = true;
                fs::write(&path, opened)?;
            }
        }
    }
    Ok(found)
}

/// What a plan changes of an object: `type.argument`, or `type itself`, with the values.
fn differing(one: &shown::Planned<'_>) -> impl Iterator<Item = (String, String)> + use<> {
    let known = pairs::arguments(one);
    let arguments: BTreeSet<&str> = match one.actions.as_str() {
        "no-op" => BTreeSet::new(),
        "update" => pairs::changed(one, &known),
        _ => one.replaces.clone(),
    };
    let told = |argument: &&str| {
        let [before, after] = [one.before, one.after]
            .map(|of| of.get(*argument).map(Value::to_string).unwrap_or_default());
        (
            format!("{}.{argument}", one.kind),
            format!("{}: {}: {before} becomes {after}", one.address, one.actions),
        )
    };
    let mut all: Vec<(String, String)> = arguments.iter().map(told).collect();
    if all.is_empty() && one.actions != "no-op" {
        all.push((format!("{} itself", one.kind), format!("{}: {}", one.address, one.actions)));
    }
    all.into_iter()
}
