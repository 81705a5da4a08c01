//! A policy that lets everybody in is refused where public policies are blocked.
//!
//! Sources: Amazon S3 user guide, "Blocking public access to your Amazon S3 storage" (the meaning of "public"); botocore 1.44,
//! `PublicAccessBlockConfiguration.BlockPublicPolicy`, and `PublicPolicyException` of Secrets Manager.

use aws_catalogue::Value;
use serde_json::Value as Json;

use super::Rule;
use crate::account::{Account, Object};
use crate::policy::{self, Statement};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "public_policy",
    on: &["aws_s3_bucket_policy", "aws_secretsmanager_secret_policy"],
    check,
};

/// A condition on one of these narrows a statement, if its values are fixed.
const NARROW: [&str; 16] = [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let on = |value: &Value| *value == Value::Bool(true);
    let bucket = object.after.get("bucket");
    let (blocked, answer) = if object.kind == "aws_s3_bucket_policy" {
        let mut blocks = account.all("aws_s3_bucket_public_access_block");
        let blocked =
            blocks.any(|one| one.get("bucket") == bucket && on(one.get("block_public_policy")));
        (
            blocked,
            "AccessDenied: public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
        )
    } else {
        let blocked = on(object.after.get("block_public_policy"));
        (blocked, "PublicPolicyException: the resource policy grants broad access")
    };
    let policy = policy::of(object.kind, object.after);
    if blocked && policy.is_some_and(|(.., policy)| policy.statements().any(is_public)) {
        return Err(Problem::new("The policy is public").detail(answer));
    }
    Ok(())
}

fn is_public(statement: Statement<'_>) -> bool {
    let everybody = statement.principals().iter().any(|(_, who)| *who == "*");
    let fixed = |value: &Json| {
        value.as_str().is_some_and(|text| !text.contains('*') && !text.ends_with("/0"))
    };
    let narrowed = statement.conditions().any(|(operator, key, values)| {
        let narrow = NARROW.iter().any(|one| one.eq_ignore_ascii_case(key));
        narrow
            && !operator.contains("Not")
            && !operator.contains("IfExists")
            && values.iter().all(fixed)
    });
    statement.effect() == "Allow" && everybody && !narrowed
}
