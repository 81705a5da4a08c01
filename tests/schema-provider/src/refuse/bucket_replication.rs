//! What belongs together in the rules of a replication.
//!
//! Sources: S3 API reference, `PutBucketReplication`, `ReplicationRule` (a filter comes with a priority and with what becomes of delete
//! markers), `ReplicationTimeValue` (15 minutes) and `Destination` (`ReplicaKmsKeyID`); github.com/crossplane-contrib/provider-upjet-aws
//! issue 1117 ("Metrics cannot contain an event threshold when `ReplicationTime` is not specified or Disabled"); aws/aws-cdk pull request
//! 30966 (several rules without a filter).

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "bucket_replication", on: &["aws_s3_bucket_replication_configuration"], check };

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let rules = object.after.get("rule").items();
    let own = object.after.get("bucket").text().map(|name| format!("arn:aws:s3:::{name}"));
    let itself = super::texts_at(object.after, "rule.destination.bucket");
    let itself = itself.into_iter().any(|arn| Some(arn) == own.as_deref());
    let filtered = |rule: &&Value| !rule.get("filter").items().is_empty();
    let (mut ids, mut priorities) = (BTreeSet::new(), BTreeSet::new());
    let together = if itself {
        Some("InvalidRequest: Destination bucket cannot be the same as the source bucket.")
    } else if rules.iter().filter_map(|rule| said(rule, "id")).any(|id| !ids.insert(id)) {
        Some("InvalidRequest: Rule ID must be unique")
    } else if rules.len() > 1 && !rules.iter().all(|rule| filtered(&rule)) {
        Some(
            "InvalidRequest: Number of distinct destination bucket ARNs cannot exceed 1 without a filter",
        )
    } else if rules
        .iter()
        .filter(filtered)
        .any(|rule| !priorities.insert(rule.get("priority").as_i64()))
    {
        Some("InvalidRequest: Priority must be unique")
    } else {
        None
    };
    let wrong =
        together.or_else(|| rules.iter().find_map(|rule| alone(rule).or_else(|| timed(rule))));
    refused("S3 refuses the rules", wrong.map(str::to_owned))
}

fn enabled(value: &Value, block: &str) -> bool {
    value.get(block).items().iter().any(|one| one.get("status").text() == Some("Enabled"))
}

fn alone(rule: &Value) -> Option<&'static str> {
    let filter = rule.get("filter").items();
    if !filter.is_empty() && rule.get("delete_marker_replication").items().is_empty() {
        return Some(
            "InvalidRequest: DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema",
        );
    }
    let tags = filter.iter().any(|one| {
        let both = one.get("and").items().iter();
        !one.get("tag").items().is_empty()
            || both.into_iter().any(|and| !and.get("tags").is_absent())
    });
    (tags && enabled(rule, "delete_marker_replication")).then_some(
        "InvalidRequest: Delete marker replication is not supported if any Tag filter is specified",
    )
}

fn timed(rule: &Value) -> Option<&'static str> {
    let encrypted = rule.get("source_selection_criteria").items().iter();
    let encrypted = encrypted.into_iter().any(|one| enabled(one, "sse_kms_encrypted_objects"));
    rule.get("destination").items().iter().find_map(|to| {
        let (time, metrics) = (to.get("replication_time").items(), to.get("metrics").items());
        let threshold = metrics.iter().flat_map(|one| one.get("event_threshold").items());
        let mut minutes = threshold.clone().chain(time.iter().flat_map(|one| one.get("time").items()));
        let key = to.get("encryption_configuration").items().iter();
        let key = key.into_iter().any(|one| said(one, "replica_kms_key_id").is_some());
        if threshold.count() > 0 && !enabled(to, "replication_time") {
            Some("InvalidArgument: Metrics cannot contain an event threshold when ReplicationTime is not specified or Disabled")
        } else if enabled(to, "replication_time") && !enabled(to, "metrics") {
            Some("InvalidRequest: ReplicationTime takes metrics")
        } else if minutes.any(|one| one.get("minutes").as_i64().is_some_and(|minutes| minutes != 15)) {
            Some("InvalidRequest: The minutes of a replication are 15")
        } else if !to.get("access_control_translation").is_absent() && said(to, "account").is_none() {
            Some("InvalidRequest: Account must be specified if AccessControlTranslation is present")
        } else if key && !encrypted {
            Some("InvalidRequest: SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present in the Replication Rule.")
        } else if encrypted && !key {
            Some("InvalidRequest: ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.")
        } else {
            None
        }
    })
}
