//! The last snapshot of a cluster has a name that no snapshot has.
//!
//! Source: RDS API reference, `DeleteDBCluster` (`DBClusterSnapshotAlreadyExistsFault`);
//! github.com/cloudposse/terraform-aws-rds-cluster issue 129.

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "final_snapshot", on: &["aws_rds_cluster"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let cluster = object.before;
    if !object.after.is_null() || *cluster.get("skip_final_snapshot") == Value::Bool(true) {
        return Ok(());
    }
    let Some(name) = cluster.get("final_snapshot_identifier").text() else {
        return Ok(());
    };
    let mut snapshots = account.keyed("aws_db_cluster_snapshot");
    if snapshots.any(|(key, _)| key.region == object.region && key.name == name) {
        let detail = format!(
            "DBClusterSnapshotAlreadyExistsFault: Cannot create the cluster snapshot because one with the identifier {name} \
             already exists."
        );
        return Err(Problem::new("There is such a snapshot").detail(detail));
    }
    Ok(())
}
