//! What is still there of an object after its deletion: its name for a while, and what stays for good.
//!
//! Sources: Secrets Manager API reference, `DeleteSecret` (`RecoveryWindowInDays`), and hashicorp/terraform-provider-aws issue
//! 10259 ("a secret with this name is already scheduled for deletion"); KMS API reference,
//! `ScheduleKeyDeletion` (`PendingWindowInDays`: 30 where nothing is said); RDS API reference, `DeleteDBCluster`
//! (`FinalDBSnapshotIdentifier`). The name of a queue is taken for 60 seconds more, and that of a bucket for some:
//! the provider asks again until they are free (`internal/service/sqs/queue.go`, `internal/service/s3/bucket.go`, major version 6).

use aws_catalogue::Value;

use super::{Key, Object};

const DAY: u64 = 86_400;

/// Types, and the argument that says for how many days they wait, and for how many where it does not.
const WAITING: &[(&str, &str, u64)] = &[
    ("aws_kms_external_key", "deletion_window_in_days", 30),
    ("aws_kms_key", "deletion_window_in_days", 30),
    ("aws_kms_replica_external_key", "deletion_window_in_days", 30),
    ("aws_kms_replica_key", "deletion_window_in_days", 30),
    ("aws_secretsmanager_secret", "recovery_window_in_days", 30),
];

/// For how many seconds an object keeps its name.
pub(super) fn stays(kind: &str, object: &Value) -> u64 {
    let line = WAITING.iter().find(|(one, ..)| *one == kind);
    let days = line.map_or(0, |(_, argument, days)| {
        object.get(argument).as_i64().and_then(|said| said.try_into().ok()).unwrap_or(*days)
    });
    days * DAY
}

/// What a deletion leaves behind.
pub(super) fn left(object: Object<'_>) -> Option<(Key, Value)> {
    let before = object.before;
    if object.kind != "aws_rds_cluster" || *before.get("skip_final_snapshot") == Value::Bool(true) {
        return None;
    }
    let name = before.get("final_snapshot_identifier").text()?.to_owned();
    let region = object.region.to_owned();
    let mut snapshot = Value::Map(std::collections::BTreeMap::new());
    snapshot.set("id", name.as_str().into());
    snapshot.set("db_cluster_snapshot_identifier", name.as_str().into());
    Some((Key { kind: "aws_db_cluster_snapshot".to_owned(), region, name }, snapshot))
}

#[cfg(test)]
mod tests {
    use aws_catalogue::{Catalogue, Kind};

    use super::*;

    #[test]
    fn every_wait_is_of_a_vendored_argument() {
        let catalogue = Catalogue::new();
        for (kind, argument, _) in WAITING {
            let entry = catalogue.entry(Kind::Resource, kind).unwrap();
            assert!(entry.block.attributes.contains_key(*argument), "{kind}.{argument}");
        }
    }
}
