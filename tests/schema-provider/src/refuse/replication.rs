//! Objects are replicated from a bucket whose versions are kept to buckets whose versions are kept.
//!
//! Sources: Amazon S3 user guide, "Replicating objects" (both buckets must have versioning enabled); github.com/nozaq/terraform-aws-remote-state-s3-backend issue 107
//! ("Destination bucket must have versioning enabled."); hashicorp/terraform-provider-aws issue 13179.

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "replication", on: &["aws_s3_bucket_replication_configuration"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let versioned = account.all("aws_s3_bucket_versioning").collect::<Vec<_>>();
    let enabled = |bucket: &str| {
        versioned.iter().filter(|one| one.get("bucket").text() == Some(bucket)).any(|one| {
            let status = |config: &Value| config.get("status").text() == Some("Enabled");
            one.get("versioning_configuration").items().iter().any(status)
        })
    };
    let rules = object.after.get("rule").items().iter();
    let into = rules.flat_map(|rule| rule.get("destination").items());
    let into = into.filter_map(|one| one.get("bucket").text()?.strip_prefix("arn:aws:s3:::"));
    let mut buckets = object.after.get("bucket").text().into_iter().chain(into);
    match buckets.find(|bucket| !enabled(bucket)) {
        Some(bucket) => {
            let detail = format!("InvalidRequest: Versioning must be 'Enabled' on {bucket}.");
            Err(Problem::new("The bucket keeps no versions").detail(detail))
        }
        None => Ok(()),
    }
}
