//! A key that is switched off, that waits for its deletion, or that is not symmetric, encrypts nothing new for a service.
//!
//! Sources: KMS developer guide, "Using asymmetric keys" (AWS services that integrate with KMS do not support them) and "Key states of AWS KMS keys" (`DisabledException`, `KMSInvalidStateException`); of the types: the members that
//! take a key in the API references of CloudWatch Logs, `DynamoDB`, ECR, Lambda, OpenSearch Service and RDS. S3, SNS and SQS do
//! not ask.

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "key_state",
    on: &[
        "aws_cloudwatch_log_group",
        "aws_dynamodb_table",
        "aws_ecr_repository",
        "aws_lambda_function",
        "aws_opensearch_domain",
        "aws_rds_cluster",
        "aws_rds_cluster_instance",
    ],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let (mut before, mut named) = (Vec::new(), Vec::new());
    keys(object.before, &mut before);
    keys(object.after, &mut named);
    named.retain(|key| !before.contains(key));
    let of = |value: &Value, text: &str| value.get("arn").text() == Some(text);
    let kinds = ["aws_kms_key", "aws_kms_replica_key"];
    let wrong = named.iter().find_map(|text| {
        let leaves =
            kinds.iter().flat_map(|kind| account.leaving(kind)).any(|(_, key)| of(key, text));
        let off = |key: &Value| {
            *key.get("is_enabled") == Value::Bool(false)
                || *key.get("enabled") == Value::Bool(false)
        };
        let off =
            kinds.iter().flat_map(|kind| account.all(kind)).any(|key| of(key, text) && off(key));
        let spec = |key: &Value| {
            said(key, "customer_master_key_spec").is_some_and(|spec| spec != "SYMMETRIC_DEFAULT")
        };
        let apart = account.all("aws_kms_key").any(|key| of(key, text) && spec(key));
        if apart {
            return Some(format!("InvalidKeyUsageException: {text} is not symmetric"));
        }
        let answer = if leaves { "KMSInvalidStateException" } else { "DisabledException" };
        (leaves || off).then(|| format!("{answer}: {text} is pending deletion or disabled"))
    });
    refused("The key cannot be used", wrong)
}

/// All ARNs of keys in an object.
fn keys<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Text(text) if text.starts_with("arn:aws:kms:") => found.push(text),
        Value::List(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Map(pairs) => pairs.values().for_each(|item| keys(item, found)),
        Value::Null | Value::Unknown | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
    }
}
