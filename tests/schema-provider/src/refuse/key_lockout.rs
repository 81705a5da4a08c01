//! A key's policy leaves somebody who may change it: whoever sets it must be able to set it again.
//!
//! Whoever applies is not known: it is taken to be somebody of the account whom IAM lets do anything, and who is named nowhere.
//!
//! Source: KMS API reference, `CreateKey` and `PutKeyPolicy` (`BypassPolicyLockoutSafetyCheck`); terraform-aws-modules/terraform-aws-kms
//! issue 14 ("The new key policy will not allow you to update the key policy in the future.").

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::policy::{self, Policy, Request};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "key_lockout", on: &["aws_kms_key", "aws_kms_key_policy"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let bypass = object.after.get("bypass_policy_lockout_safety_check");
    // One without any statement is refused by another rule.
    let policy = policy::of(object.kind, object.after).map(|(.., policy)| policy);
    let policy = policy.filter(|policy| policy.statements().next().is_some());
    let Some(policy) = policy.filter(|_| *bypass != Value::Bool(true)) else {
        return Ok(());
    };
    let arn = object.after.get("arn").text().or_else(|| {
        let key = object.after.get("key_id").text()?;
        account.meant_by(key).find_map(|(_, key)| key.get("arn").text())
    });
    // An ARN says whose the key is.
    let id = arn.and_then(|arn| arn.split(':').nth(4)).unwrap_or_default();
    let root = format!("arn:aws:iam::{id}:root");
    let context = [
        ("aws:PrincipalAccount", id),
        ("aws:SecureTransport", "true"),
        ("aws:PrincipalIsAWSService", "false"),
        ("kms:CallerAccount", id),
    ];
    let stays = |policy: &Policy| {
        [root.as_str(), id].iter().any(|who| {
            let request = Request {
                who: ("AWS", who),
                action: "kms:PutKeyPolicy",
                resource: "arn:aws:kms:*",
                context: &context,
            };
            policy.admits(&request)
        })
    };
    if stays(&policy) {
        return Ok(());
    }
    let detail = "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.";
    Err(Problem::new("The key would lock itself out").detail(detail))
}
