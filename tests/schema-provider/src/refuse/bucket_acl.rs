//! A bucket whose owner is enforced, as that of every new one is, has no ACLs.
//!
//! Sources: hashicorp/terraform-provider-aws issue 26164 ("The bucket does not allow ACLs"); botocore 1.44 of S3, `ObjectOwnership`
//! (`BucketOwnerEnforced` is the default) and `PutBucketOwnershipControls`.

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "bucket_acl",
    on: &["aws_s3_bucket_acl", "aws_s3_bucket_ownership_controls"],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let bucket = object.after.get("bucket");
    if bucket.is_absent() {
        return Ok(());
    }
    let ownership = |one: &aws_catalogue::Value| {
        let rule = one.get("rule").items().first().map(|rule| rule.get("object_ownership").text());
        rule.flatten().unwrap_or("BucketOwnerEnforced").to_owned()
    };
    let answer = if object.kind == "aws_s3_bucket_acl" {
        let mut controls = account.all("aws_s3_bucket_ownership_controls");
        let own = controls.find(|one| one.get("bucket") == bucket).map(ownership);
        own.is_none_or(|own| own == "BucketOwnerEnforced")
            .then_some("AccessControlListNotSupported: The bucket does not allow ACLs")
    } else {
        let mut acls = account.all("aws_s3_bucket_acl").filter(|one| one.get("bucket") == bucket);
        let open = acls.any(|one| said(one, "acl").is_some_and(|acl| acl != "private"));
        (open && ownership(object.after) == "BucketOwnerEnforced").then_some(
            "InvalidBucketAclWithObjectOwnership: Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
        )
    };
    refused("S3 knows no ACLs of this bucket", answer.map(str::to_owned))
}
