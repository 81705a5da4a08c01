//! What an import makes of everything that a golden tree has: found by its documented id, and as it was but for what AWS
//! never tells.
//!
//! `lost.txt` lists what a plan changes after an import: the arguments that no read tells, and what the import itself sets. It is
//! written anew under `TOPOGEN_BLESS=1`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aws_catalogue::Value;
use aws_catalogue::facts::{self, ImportRegion};
use libtest_mimic::{Failed, Trial};
use serde_json::Value as Json;

use crate::support::shown;
use crate::support::suite::Suite;
use crate::support::terraform::Terraform;

const GOLDEN: &str = "golden/full";
const INIT: &[&str] = &["init", "-input=false", "-no-color"];
const PLAN: &[&str] = &["plan", "-input=false", "-no-color", "-out=imported"];

pub(crate) fn trials(terraform: &Arc<Terraform>, suites: &[(String, Arc<Suite>)]) -> Vec<Trial> {
    let golden = suites.iter().filter(|(name, _)| name == GOLDEN);
    let trial = |(name, suite): &(String, Arc<Suite>)| {
        let (terraform, suite) = (Arc::clone(terraform), Arc::clone(suite));
        Trial::test(format!("imports: all of {name}"), move || holds(&terraform, &suite))
    };
    golden.map(trial).collect()
}

fn holds(terraform: &Terraform, suite: &Suite) -> Result<(), Failed> {
    let tree = suite.again()?;
    let mut lost = BTreeSet::new();
    for path in &tree.roots {
        let state: Json = serde_json::from_str(&fs::read_to_string(tree.state(path))?)?;
        fs::write(tree.path().join(path).join("zz_test_imports.tf"), imports(&state)?)?;
        // As if nobody had applied it, while the others still read what it says.
        let kept = tree.state(path);
        let aside = kept.with_added_extension("aside");
        fs::rename(&kept, &aside)?;
        let root = tree.root(path);
        terraform.run(&root, INIT)?.expect(0)?;
        terraform.run(&root, PLAN)?.expect(0)?;
        let plan = terraform.run(&root, &["show", "-json", "imported"])?.expect(0)?.text;
        judge(&shown::plan(&plan)?, &mut lost)?;
        fs::rename(&aside, &kept)?;
    }
    let told: String = lost.into_iter().map(|line| line + "\n").collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports/lost.txt");
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        fs::write(&file, &told)?;
    }
    let known = fs::read_to_string(&file)?;
    if told == known {
        Ok(())
    } else {
        Err(format!("an import loses\n{told}and not\n{known}").into())
    }
}

/// An import block for each object of a state.
fn imports(state: &Json) -> Result<String, Failed> {
    let mut hcl = String::new();
    for instance in shown::instances(state).filter(|one| one.mode == "managed") {
        let known = facts::import(instance.kind)?.filter(|known| known.form.is_some());
        let Some(known) = known else { continue };
        let object = Value::from_json(instance.attributes);
        let address = instance.address;
        let mut id = known.id_of(&object).ok_or_else(|| format!("{address} has no id"))?;
        if known.region == ImportRegion::Suffix {
            let _ = write!(id, "@{}", object.get("region").text().unwrap_or_default());
        }
        let _ = writeln!(hcl, "import {{\n  to = {address}\n  id = {id:?}\n}}\n");
    }
    Ok(hcl)
}

/// Everything is imported, and nothing of it replaced; what would be changed is written down.
fn judge(plan: &Json, lost: &mut BTreeSet<String>) -> Result<(), Failed> {
    for change in shown::changes(plan) {
        match change.actions.as_str() {
            "no-op" => {}
            "create" if facts::import(change.kind)?.is_some_and(|known| known.form.is_none()) => {}
            "update" => {
                let after = change.after.as_object().into_iter().flatten();
                let changed = after.filter(|(name, after)| change.before.get(name) != Some(after));
                lost.extend(changed.map(|(name, _)| format!("{}.{name}", change.kind)));
            }
            actions => return Err(format!("{} would be {actions}", change.address).into()),
        }
    }
    Ok(())
}
