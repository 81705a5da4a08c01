//! What a bucket's rules do in time: not too early for a storage class, in an order, and something at all.
//!
//! Sources: S3 API reference, `LifecycleExpiration`, `AbortIncompleteMultipartUpload`; Amazon S3 user guide, "Transitioning objects using
//! Amazon S3 Lifecycle" (30 days before an infrequent access class) and "Lifecycle configuration elements";
//! hashicorp/terraform-provider-aws pull request 6201.

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "bucket_lifecycle", on: &["aws_s3_bucket_lifecycle_configuration"], check };

/// What a rule may do.
const ACTIONS: [&str; 5] = [
    "abort_incomplete_multipart_upload",
    "expiration",
    "noncurrent_version_expiration",
    "noncurrent_version_transition",
    "transition",
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let rules = object.after.get("rule").items();
    let mut names = BTreeSet::new();
    let twice = rules.iter().filter_map(|rule| said(rule, "id")).find(|id| !names.insert(*id));
    let twice = twice.map(|id| {
        format!(
            "InvalidArgument: Rule ID must be unique. Found same ID for more than one rule: {id}"
        )
    });
    let wrong = twice.or_else(|| rules.iter().find_map(wrong));
    refused("S3 refuses the rules", wrong)
}

fn wrong(rule: &Value) -> Option<String> {
    let days = |value: &Value, name: &str| value.get(name).as_i64().unwrap_or_default();
    if ACTIONS.iter().all(|action| rule.get(action).items().is_empty()) {
        return Some(
            "InvalidRequest: At least one action needs to be specified in a rule".to_owned(),
        );
    }
    let early = |action: &str, name: &str| {
        rule.get(action).items().iter().any(|one| {
            matches!(one.get("storage_class").text(), Some("STANDARD_IA" | "ONEZONE_IA"))
                && said(one, "date").is_none()
                && days(one, name) < 30
        })
    };
    if early("transition", "days") || early("noncurrent_version_transition", "noncurrent_days") {
        return Some(
            "InvalidArgument: 'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'"
                .to_owned(),
        );
    }
    let tags = rule.get("filter").items().iter().any(|filter| {
        let both = filter.get("and").items().iter();
        !filter.get("tag").items().is_empty()
            || both.into_iter().any(|and| !and.get("tags").is_absent())
    });
    if tags && !rule.get("abort_incomplete_multipart_upload").items().is_empty() {
        return Some(
            "InvalidRequest: AbortIncompleteMultipartUpload cannot be specified with Tags"
                .to_owned(),
        );
    }
    let last = rule
        .get("transition")
        .items()
        .iter()
        .map(|one| days(one, "days"))
        .max()
        .unwrap_or_default();
    rule.get("expiration").items().iter().find_map(|expiration| {
        let (after, date) = (days(expiration, "days"), said(expiration, "date").is_some());
        let markers = *expiration.get("expired_object_delete_marker") == Value::Bool(true);
        match (markers, after, date) {
            (true, 1.., _) | (true, _, true) => {
                Some("MalformedXML: ExpiredObjectDeleteMarker stands alone".to_owned())
            }
            (true, ..) if tags => {
                Some("InvalidRequest: ExpiredObjectDeleteMarker cannot be specified with Tags".to_owned())
            }
            (false, 1.., true) => Some("MalformedXML: an expiration has days or a date".to_owned()),
            (false, ..=0, false) => {
                Some("InvalidArgument: 'Days' for Expiration action must be a positive integer".to_owned())
            }
            (false, 1.., false) if last > 0 && after <= last => Some(
                "InvalidArgument: 'Days' in the Expiration action must be greater than 'Days' in the Transition action".to_owned(),
            ),
            _ => None,
        }
    })
}
