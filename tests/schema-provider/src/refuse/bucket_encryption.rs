//! A key of KMS is for what KMS encrypts.
//!
//! Source: S3 API reference, `ServerSideEncryptionByDefault` (`KMSMasterKeyID`: only with `aws:kms` or `aws:kms:dsse`; whether there is such a
//! key S3 does not ask).

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "bucket_encryption",
    on: &["aws_s3_bucket_server_side_encryption_configuration"],
    check,
};

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let rules = object.after.get("rule").items().iter();
    let mut defaults =
        rules.flat_map(|rule| rule.get("apply_server_side_encryption_by_default").items());
    let wrong = defaults.any(|one| {
        one.get("sse_algorithm").text() == Some("AES256")
            && said(one, "kms_master_key_id").is_some()
    });
    let answer = "InvalidArgument: a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
    refused("The key is of no use", wrong.then(|| answer.to_owned()))
}
