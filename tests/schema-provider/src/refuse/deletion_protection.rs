//! An object whose deletion protection is on cannot be deleted: somebody has to switch it off first, in a change
//! of its own. The provider does not do that by itself. (For an Aurora cluster it retries with the
//! protection off only where the state says that it is off and changes apply at once.)
//!
//! Sources: botocore 1.44 of RDS, `ELBv2` and CloudWatch Logs; `DynamoDB` developer guide, "Using deletion protection".
//! What the provider does: `internal/service/{elbv2/load_balancer,logs/group,dynamodb/table,rds/cluster,rds/global_cluster}.go` of
//! hashicorp/terraform-provider-aws, major version 6. A replica of a table whose key or consistency changes is made anew.

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "deletion_protection", on: &[], check };

/// As the types call it.
const SWITCHES: [&str; 3] =
    ["deletion_protection", "deletion_protection_enabled", "enable_deletion_protection"];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    if object.after.is_null() {
        return unprotected(object.before, object.kind);
    }
    // A global table's replica goes with its block, and with what cannot be changed of it.
    let same = |one: &Value, other: &Value| {
        ["region_name", "kms_key_arn"]
            .iter()
            .all(|argument| one.get(argument) == other.get(argument))
    };
    let stays =
        |replica: &&Value| object.after.get("replica").items().iter().any(|one| same(one, replica));
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
