//! What an import makes of everything that a golden tree has: found by its documented id, and as it was but for what AWS
//! never tells.
//!
//! `lost.txt` lists what a plan changes after an import: the arguments that no read tells, and what the import itself sets. `untold.txt`
//! lists what AWS never tells, so that nothing of it goes unnoticed: each is tried, on what a golden tree sets or, where none does (it says
//! so), on what somebody might. Both are written anew under `TOPOGEN_BLESS=1`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aws_catalogue::facts::{self, ImportRegion};
use aws_catalogue::{Block, Catalogue, Kind, Nesting, Type, Value};
use libtest_mimic::{Failed, Trial};
use schema_provider::account::Account;
use schema_provider::account::told::Told;
use serde_json::Value as Json;

use crate::refusals;
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
    let suites = suites.to_vec();
    let untold = Trial::test("imports: what AWS never tells", move || {
        told(&untold(&refusals::accounts(&suites)?)?, "untold.txt")
    });
    golden.map(trial).chain([untold]).collect()
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
    told(&lost, "lost.txt")
}

/// Fails unless a file beside this one has these lines.
fn told(lines: &BTreeSet<String>, file: &str) -> Result<(), Failed> {
    let told: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports").join(file);
    if std::env::var_os("TOPOGEN_BLESS").is_some() {
        fs::write(&path, &told)?;
    }
    let known = fs::read_to_string(&path)?;
    if told == known { Ok(()) } else { Err(format!("{file} is\n{known}and not\n{told}").into()) }
}

/// The arguments that AWS never tells, each tried on the objects of some accounts: whatever AWS has, a read leaves the state alone, and would
/// not without the entry.
fn untold(accounts: &[Account]) -> Result<BTreeSet<String>, Failed> {
    let catalogue = Catalogue::new();
    let mut lines = BTreeSet::new();
    for kind in catalogue.names(Kind::Resource) {
        let entry = catalogue.entry(Kind::Resource, kind)?;
        let read = || Told::of(&entry).map_err(|problem| format!("{problem:?}"));
        for path in read()?.untold() {
            let mut objects = accounts.iter().flat_map(|account| account.all(kind));
            let state = if let Some(state) = objects.find(|object| says(object, path)) {
                lines.insert(format!("{kind}.{path}"));
                state.clone()
            } else {
                lines.insert(format!("{kind}.{path}: no golden tree sets it"));
                let mut objects = accounts.iter().flat_map(|account| account.all(kind));
                let mut state = objects.next().cloned().unwrap_or(Value::Map(BTreeMap::new()));
                give(&entry.block, &mut state, path)?;
                state
            };
            let mut object = state.clone();
            forget(&mut object, path);
            let unchanged = read()?.read(&state, &state);
            if read()?.read(&object, &state) != unchanged {
                return Err(format!("{kind}.{path} is told").into());
            }
            if read()?.without(path).read(&object, &state) == unchanged {
                return Err(format!("{kind}.{path} need not be told").into());
            }
        }
    }
    Ok(lines)
}

/// Whether an object has something at a path that nobody made up.
fn says(value: &Value, path: &str) -> bool {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let value = value.get(step);
    let made_up = |text: &str| text.starts_with(&format!("{}-", step.replace('_', "-")));
    match rest {
        Some(rest) => value.items().iter().any(|item| says(item, rest)),
        None => !value.is_absent() && !value.text().is_some_and(made_up),
    }
}

/// Sets an argument that nobody sets, in a block of its own where there is none.
fn give(block: &Block, value: &mut Value, path: &str) -> Result<(), Failed> {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    if let Some(nested) = block.blocks.get(step) {
        let none = nested.block.attributes.keys().map(|name| (name.clone(), Value::Null));
        let mut inner = Value::Map(none.collect());
        if let Some(rest) = rest {
            give(&nested.block, &mut inner, rest)?;
        }
        let single = nested.nesting == Nesting::Single;
        value.set(step, if single { inner } else { Value::List(vec![inner]) });
        return Ok(());
    }
    let attribute = block.attributes.get(step).filter(|one| rest.is_none() && !one.write_only());
    let kind = &attribute.ok_or_else(|| format!("no state has {path}"))?.kind;
    value.set(step, Value::from_json(&sample(kind)));
    Ok(())
}

/// A value of a type.
fn sample(kind: &Type) -> Json {
    match kind {
        Type::Text => "given".into(),
        Type::Number => 7.into(),
        Type::Bool => true.into(),
        Type::List(one) | Type::Set(one) => vec![sample(one)].into(),
        Type::Map(one) => Json::Object([("given".to_owned(), sample(one))].into_iter().collect()),
        Type::Object(members) => {
            let members = members.iter().map(|(name, one)| (name.clone(), sample(one)));
            Json::Object(members.collect())
        }
    }
}

/// Takes away what is at a path.
fn forget(value: &mut Value, path: &str) {
    match (value, path.split_once('.')) {
        (Value::List(items), _) => items.iter_mut().for_each(|item| forget(item, path)),
        (Value::Map(pairs), Some((step, rest))) => {
            pairs.get_mut(step).into_iter().for_each(|inner| forget(inner, rest));
        }
        (value, None) => value.set(path, Value::Null),
        _ => {}
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
