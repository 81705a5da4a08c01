//! Names that are taken: of each type of `names.rs`, an object of a golden tree that is made once more is refused, and is not under another
//! name. A type that no golden tree has wants a case.

use aws_catalogue::Value;
use libtest_mimic::Failed;
use schema_provider::account::{Account, Key, Object, names};
use schema_provider::refuse;

const RULE: &str = "name_taken";
/// What AWS gives whatever is made.
const GIVEN: [&str; 2] = ["arn", "id"];

/// Every type, in the first tree that has one with all of its name.
pub(super) fn holds(accounts: &[Account]) -> Result<(), Failed> {
    let mut faults = Vec::new();
    let cases = super::table::kinds(RULE)?;
    for kind in names::kinds() {
        let parts = names::parts(kind);
        let mut all =
            accounts.iter().flat_map(|one| one.keyed(kind).map(move |(key, it)| (one, key, it)));
        let named = |object: &Value| parts.iter().all(|part| object.get(part).text().is_some());
        let asks = |object: &Value| *object.get("allow_overwrite") != Value::Bool(true);
        let Some((account, key, object)) = all.find(|(.., one)| named(one) && asks(one)) else {
            if !cases.contains(kind) {
                faults.push(format!("{kind}: no golden tree has one, and no case"));
            }
            continue;
        };
        let mut again = object.clone();
        for given in GIVEN.iter().filter(|given| !parts.contains(given)) {
            rename(&mut again, given);
        }
        if !refused(account, key, &again) {
            faults.push(format!("{kind}: a second {} is not refused", key.name));
        }
        for part in parts {
            let mut other = again.clone();
            rename(&mut other, part);
            if refused(account, key, &other) {
                faults.push(format!("{kind}: one of another {part} is refused"));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

fn rename(object: &mut Value, argument: &str) {
    if let Some(text) = object.get(argument).text() {
        object.set(argument, Value::Text(format!("{text}-2")));
    }
}

fn refused(account: &Account, key: &Key, after: &Value) -> bool {
    let object = Object { kind: &key.kind, region: &key.region, before: &Value::Null, after };
    refuse::judge(object, account).contains(&RULE.to_owned())
}
