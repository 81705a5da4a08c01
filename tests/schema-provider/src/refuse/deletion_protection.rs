//! An object whose deletion protection is on cannot be deleted: somebody has to switch it off first, in a change
//! of its own. The provider does not do that by itself. (For an Aurora cluster it retries with the
//! protection off only where the state says that it is off.)
//!
//! Sources: botocore 1.44, `DeletionProtection...` of `DynamoDB`, RDS, `ELBv2`, CloudWatch Logs, and what their delete
//! operations say; what the provider does is from memory of its source, not read again.

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;
use crate::value::Value;

pub(super) const RULE: Rule = Rule { name: "deletion_protection", on: &[], check };

/// As the types call it.
const SWITCHES: [&str; 3] =
    ["deletion_protection", "deletion_protection_enabled", "enable_deletion_protection"];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    if object.after.is_null() {
        return unprotected(object.before, object.kind);
    }
    // A global table's replica goes with its block.
    let stays = |replica: &&Value| {
        let region = replica.get("region_name");
        object.after.get("replica").items().iter().any(|one| one.get("region_name") == region)
    };
    let leaving = object.before.get("replica").items().iter().filter(|one| !stays(one));
    leaving.into_iter().try_for_each(|replica| unprotected(replica, "replica"))
}

fn unprotected(value: &Value, what: &str) -> Result<(), Problem> {
    if SWITCHES.iter().all(|switch| *value.get(switch) != Value::Bool(true)) {
        return Ok(());
    }
    let detail = format!(
        "The {what} cannot be deleted: it is protected against deletion. Switch that off first."
    );
    Err(Problem::new("Deletion protection is enabled").detail(detail))
}
