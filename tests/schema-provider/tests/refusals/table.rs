//! What AWS states about the arguments that we set, a case each, by type: `cases/<type>.toml`.
//!
//! A case says who holds it. Where that is a rule, it has a mutant: an object of a golden tree (or one that the case
//! says whole), changed so that the rule refuses it, and no other does. The object is judged in the account of that tree as it is
//! when everything else is there; unchanged, nothing refuses it. With the rule away, nothing is left of the refusal: so each
//! rule and each line of a table is needed by some case, but for those lines that are tried on their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use aws_catalogue::{Catalogue, Kind, Value};
use libtest_mimic::Failed;
use schema_provider::account::{Account, GLOBAL, Key, Object};
use schema_provider::refuse;
use serde::Deserialize;

/// A file: the cases of a type.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "case")]
    cases: Vec<Case>,
}

/// One thing that AWS states.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What is refused.
    refused: String,
    /// Where that was read.
    source: String,
    held: Held,
    /// The arguments that it is about, besides those that its mutant changes.
    #[serde(default)]
    arguments: Vec<String>,
    #[serde(default)]
    mutant: Option<Mutant>,
}

/// Who refuses it, or why nobody can.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Held {
    /// A rule of this crate, by its name.
    Rule(String),
    /// The schema, or what the provider checks before it asks AWS: Terraform's own message.
    Provider(String),
    /// Another test, by its name.
    Test(String),
    /// Nobody, and why.
    OutOfReach(String),
}

/// A change that is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutant {
    /// The golden tree whose account it is tried in.
    #[serde(default = "full")]
    tree: String,
    /// Which of its objects: the first that has these values, by dotted path.
    #[serde(default, rename = "where")]
    pick: BTreeMap<String, serde_json::Value>,
    /// The object itself, where no golden tree has one: then `where` is not asked.
    #[serde(default)]
    object: Option<serde_json::Value>,
    #[serde(default, rename = "do")]
    verb: Verb,
    /// What is different, by dotted path with the numbers of blocks.
    #[serde(default)]
    set: BTreeMap<String, serde_json::Value>,
    /// What is taken away, by the same paths.
    #[serde(default)]
    without: Vec<String>,
    /// Other changes instead, each refused as well: of a table in a rule, every entry is tried.
    #[serde(default)]
    also: Vec<BTreeMap<String, serde_json::Value>>,
    /// Other changes instead that the rule takes, for tables of what there is.
    #[serde(default)]
    takes: Vec<BTreeMap<String, serde_json::Value>>,
    /// With what it would be accepted, where it is not as it stands.
    #[serde(default)]
    sound: BTreeMap<String, serde_json::Value>,
    /// How many others like it there are beforehand.
    #[serde(default)]
    times: usize,
    /// What else is different in the account beforehand.
    #[serde(default)]
    other: Vec<Other>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Verb {
    #[default]
    Create,
    Update,
    Delete,
}

/// Objects that are different, or not there, before the mutant is tried.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    kind: String,
    #[serde(default, rename = "where")]
    pick: BTreeMap<String, serde_json::Value>,
    /// Made beside what is there.
    #[serde(default)]
    object: Option<serde_json::Value>,
    #[serde(default)]
    set: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    gone: bool,
    /// Deleted, and keeping its name.
    #[serde(default)]
    leaving: bool,
}

fn full() -> String {
    "golden/full".to_owned()
}

/// Every case, and that every rule has one.
pub(super) fn holds(
    mut account: impl FnMut(&str) -> Result<Account, Failed>,
) -> Result<(), Failed> {
    let mut accounts: BTreeMap<String, Account> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut named = BTreeSet::new();
    for (kind, case) in cases()? {
        let what = format!("{kind}: {}", case.refused);
        if case.source.is_empty() {
            faults.push(format!("{what}: no source"));
        }
        match (&case.held, &case.mutant) {
            (Held::Rule(rule), Some(mutant)) => {
                if !accounts.contains_key(&mutant.tree) {
                    accounts.insert(mutant.tree.clone(), account(&mutant.tree)?);
                }
                let account = accounts.get(&mutant.tree).cloned().unwrap_or_default();
                named.insert(rule.clone());
                if let Err(fault) = mutant.tried(&kind, rule, account) {
                    faults.push(format!("{what}: {fault}"));
                }
            }
            (Held::Rule(_), None) => faults.push(format!("{what}: no mutant")),
            (Held::Provider(why) | Held::Test(why) | Held::OutOfReach(why), None) => {
                if why.is_empty() {
                    faults.push(format!("{what}: nothing said"));
                }
            }
            (_, Some(_)) => faults.push(format!("{what}: a mutant that no rule refuses")),
        }
    }
    let mut rules: BTreeSet<String> = refuse::names().into_iter().collect();
    faults.extend(rules.difference(&named).map(|rule| format!("no case needs the rule {rule}")));
    rules.extend(refuse::tried_apart());
    faults.extend(named.difference(&rules).map(|rule| format!("there is no rule {rule}")));
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// That nothing of an applied tree is refused where everything else is there.
pub(super) fn accepts(account: &Account) -> Result<(), Failed> {
    let mut faults = Vec::new();
    for (key, after) in account.everything() {
        let mut rest = account.clone();
        rest.forget(key);
        let object = Object { kind: &key.kind, region: &key.region, before: &Value::Null, after };
        let refused = refuse::judge(object, &rest);
        if !refused.is_empty() {
            faults.push(format!("{} {} in {}: {refused:?}", key.kind, key.name, key.region));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// The rules that cases name.
pub(super) fn rules() -> Result<BTreeSet<String>, Failed> {
    let rule = |case: Case| if let Held::Rule(rule) = case.held { Some(rule) } else { None };
    Ok(cases()?.into_iter().filter_map(|(_, case)| rule(case)).collect())
}

/// The types of which a case names a rule.
pub(super) fn kinds(rule: &str) -> Result<BTreeSet<String>, Failed> {
    let of_rule = |case: &Case| matches!(&case.held, Held::Rule(one) if one == rule);
    let cases = cases()?.into_iter().filter(|(_, case)| of_rule(case));
    Ok(cases.map(|(kind, _)| kind).collect())
}

/// Who holds an argument, by type and path, as far as cases say it.
pub(super) fn holders() -> Result<BTreeMap<String, BTreeSet<String>>, Failed> {
    let mut holders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (kind, case) in cases()? {
        let who = match &case.held {
            // What is of one argument, the table itself says.
            Held::Rule(rule) if refuse::limited().iter().any(|limit| limit.line == *rule) => {
                continue;
            }
            Held::Rule(rule) => rule.split(' ').next().unwrap_or_default(),
            Held::Provider(_) => "provider",
            Held::Test(_) => "test",
            Held::OutOfReach(_) => "case",
        };
        let mutant = case.mutant.iter();
        let changed = mutant.flat_map(|one| {
            one.set.keys().chain(&one.without).chain(one.also.iter().flat_map(BTreeMap::keys))
        });
        for path in changed.chain(&case.arguments) {
            let steps = path.split('.').filter(|step| step.parse::<usize>().is_err());
            let argument = format!("{kind}.{}", steps.collect::<Vec<_>>().join("."));
            holders.entry(argument).or_default().insert(who.to_owned());
        }
    }
    Ok(holders)
}

/// All cases, each with its type, which is the name of its file.
fn cases() -> Result<Vec<(String, Case)>, Failed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusals/cases");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        let kind = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let file: File = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        cases.extend(file.cases.into_iter().map(|case| (kind.clone(), case)));
    }
    Ok(cases)
}

impl Mutant {
    /// That the rule refuses the mutant, and nothing refuses what it was made from.
    fn tried(&self, kind: &str, rule: &str, mut account: Account) -> Result<(), String> {
        let catalogue = Catalogue::new();
        let entry = catalogue.entry(Kind::Resource, kind).map_err(|error| error.to_string())?;
        let whole = match &self.object {
            Some(object) => Value::from_json(object),
            None => picked(&account, kind, &self.pick)
                .map(|(_, object)| object.clone())
                .ok_or("no object is like that")?,
        };
        let mut broken = whole.clone();
        changed(&mut broken, &self.set)?;
        let away = self.without.iter().map(|path| (path.clone(), serde_json::Value::Null));
        changed(&mut broken, &away.collect())?;
        // What is created is not there yet.
        if self.verb == Verb::Create
            && self.object.is_none()
            && let Some(key) = picked(&account, kind, &self.pick).map(|(key, _)| key.clone())
        {
            account.forget(&key);
        }
        let region = |object: &Value| {
            let region = object.get("region").text().filter(|_| entry.regional());
            region.unwrap_or(GLOBAL).to_owned()
        };
        let judged = |account: &Account, object: &Value| {
            let (before, after) = match self.verb {
                Verb::Create => (&Value::Null, object),
                Verb::Update => (&whole, object),
                Verb::Delete => (object, &Value::Null),
            };
            let region = &region(object);
            refuse::judge(Object { kind, region, before, after }, account)
        };
        let mut sound = whole.clone();
        changed(&mut sound, &self.sound)?;
        let refused = judged(&account, &sound);
        if !refused.is_empty() && self.object.is_none() {
            return Err(format!("unchanged, it is refused by {refused:?}"));
        }
        for number in 0..self.times {
            let mut key = Key::of(kind, &region(&whole), &whole).ok_or("it has no name")?;
            key.name = format!("{}-{number}", key.name);
            account.suppose(key, whole.clone());
        }
        for other in &self.other {
            other.happens(&mut account)?;
        }
        self.all(rule, &whole, &broken, |object| judged(&account, object))
    }

    /// That the rule refuses what is broken, by this change and every other one, and takes what it has to.
    fn all(
        &self,
        rule: &str,
        whole: &Value,
        broken: &Value,
        judged: impl Fn(&Value) -> Vec<String>,
    ) -> Result<(), String> {
        let refused = |broken: &Value| {
            let mut refused = judged(broken);
            // What is wrong in itself may be a wrong name besides.
            if !rule.starts_with("references ") {
                refused.retain(|rule| !rule.starts_with("references "));
            }
            if refused == [rule] {
                return Ok(());
            }
            Err(format!("expected {rule}, refused by {refused:?}"))
        };
        refused(broken)?;
        for set in &self.also {
            let mut other = whole.clone();
            changed(&mut other, set)?;
            refused(&other).map_err(|fault| format!("{set:?}: {fault}"))?;
        }
        for set in &self.takes {
            let mut sound = whole.clone();
            changed(&mut sound, set)?;
            if judged(&sound).iter().any(|one| one == rule) {
                return Err(format!("{set:?}: refused by {rule}"));
            }
        }
        Ok(())
    }
}

impl Other {
    fn happens(&self, account: &mut Account) -> Result<(), String> {
        if let Some(object) = &self.object {
            let object = Value::from_json(object);
            let region = object.get("region").text().unwrap_or(GLOBAL).to_owned();
            let key = Key::of(&self.kind, &region, &object).ok_or("it has no name")?;
            account.suppose(key, object);
            return Ok(());
        }
        let keys: Vec<Key> = account
            .keyed(&self.kind)
            .filter(|(_, object)| fits(object, &self.pick))
            .map(|(key, _)| key.clone())
            .collect();
        if keys.is_empty() {
            return Err(format!("no other {} is like that", self.kind));
        }
        for key in keys {
            if self.gone {
                account.forget(&key);
            } else if self.leaving {
                account.retire(&key);
            } else if let Some(mut object) = account.find(&key).cloned() {
                changed(&mut object, &self.set)?;
                account.suppose(key, object);
            }
        }
        Ok(())
    }
}

fn picked<'a>(
    account: &'a Account,
    kind: &'a str,
    pick: &BTreeMap<String, serde_json::Value>,
) -> Option<(&'a Key, &'a Value)> {
    account.keyed(kind).find(|(_, object)| fits(object, pick))
}

fn fits(object: &Value, pick: &BTreeMap<String, serde_json::Value>) -> bool {
    pick.iter().all(|(path, wanted)| {
        let found = path.split('.').try_fold(object, |value, step| match step.parse::<usize>() {
            Ok(index) => value.items().get(index),
            Err(_) => Some(value.get(step)),
        });
        found.is_some_and(|found| *found == Value::from_json(wanted))
    })
}

fn changed(object: &mut Value, set: &BTreeMap<String, serde_json::Value>) -> Result<(), String> {
    for (path, value) in set {
        let mut place = &mut *object;
        for step in path.split('.') {
            place = match (place, step.parse::<usize>()) {
                (Value::List(items), Ok(index)) => {
                    // One more of the kind that is there.
                    if index == items.len() {
                        items.push(items.last().cloned().unwrap_or(Value::Map(BTreeMap::new())));
                    }
                    items.get_mut(index).ok_or_else(|| format!("nothing at {path}"))?
                }
                (Value::Map(pairs), _) => pairs.entry(step.to_owned()).or_default(),
                _ => return Err(format!("nothing at {path}")),
            };
        }
        *place = Value::from_json(value);
    }
    Ok(())
}
