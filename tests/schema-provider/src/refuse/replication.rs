//! Objects are replicated from a bucket whose versions are kept to buckets whose versions are kept.
//!
//! Sources: Amazon S3 user guide, "Replicating objects" (both buckets must have versioning enabled); github.com/nozaq/terraform-aws-remote-state-s3-backend issue 107
//! ("Destination bucket must have versioning enabled."); hashicorp/terraform-provider-aws issue 13179; github.com/rustfs/rustfs issue 6006
//! ("A replication configuration is present on this bucket, so you cannot change the versioning state."). To delete the
//! setting is to suspend it.

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "replication",
    on: &["aws_s3_bucket_replication_configuration", "aws_s3_bucket_versioning"],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    if object.kind == "aws_s3_bucket_versioning" {
        return still(object, account);
    }
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

fn still(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let status = |value: &Value| {
        let config = value.get("versioning_configuration").items().first();
        config.is_some_and(|config| config.get("status").text() == Some("Enabled"))
    };
    let bucket = object.before.get("bucket");
    let mut replications = account.all("aws_s3_bucket_replication_configuration");
    let stops = status(object.before) && !status(object.after);
    let wrong = stops && replications.any(|one| one.get("bucket") == bucket);
    super::refused("The bucket is replicated", wrong.then(|| {
        "InvalidBucketState: A replication configuration is present on this bucket, so you cannot change the versioning state. To \
         change the versioning state, first remove the replication configuration.".to_owned()
    }))
}
