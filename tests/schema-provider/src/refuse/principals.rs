//! Who is named in a policy must exist when it is set: a role or a user of the account, a service, an account.
//!
//! Sources: IAM user guide, "AWS JSON policy elements: Principal" ("You cannot use a wildcard to match part of a principal name or ARN");
//! hashicorp/terraform-provider-aws issues 7756, 8905, 26041 and 39064; Lambda API reference, `AddPermission` (`Principal`). CloudWatch Logs and the endpoints of a VPC do not look:
//! hashicorp/terraform-provider-aws issue 25296 (a policy for a principal that is none is taken). Which services there are: `principals.txt`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::Rule;
use crate::account::{Account, Object};
use crate::policy::{self, Statement};
use crate::problem::Problem;
use crate::region;

pub(super) const RULE: Rule = Rule { name: "principals", on: &[], check };

/// The part before `.amazonaws.com`.
pub(super) static SERVICES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("principals.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// What is said of a principal that there is not.
const ANSWERS: &[(&str, &str)] = &[
    (
        "aws_ecr_repository_policy",
        "InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'",
    ),
    ("aws_iam_role", "MalformedPolicyDocument: Invalid principal in policy"),
    (
        "aws_kms_key",
        "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
    ),
    (
        "aws_kms_key_policy",
        "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
    ),
    ("aws_opensearch_domain", "InvalidTypeException: Error setting policy"),
    ("aws_s3_bucket_policy", "MalformedPolicy: Invalid principal in policy"),
    (
        "aws_secretsmanager_secret_policy",
        "MalformedPolicyDocumentException: This resource policy contains an unsupported principal.",
    ),
    (
        "aws_sns_topic_policy",
        "InvalidParameter: Invalid parameter: Policy Error: PrincipalNotFound",
    ),
    ("aws_sqs_queue_policy", "InvalidAttributeValue: Invalid value for the parameter Policy."),
];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    if object.kind == "aws_lambda_permission" {
        return called(object.after.get("principal").text().unwrap_or("*"), account);
    }
    let Some((_, answer)) = ANSWERS.iter().find(|(kind, _)| *kind == object.kind) else {
        return Ok(());
    };
    let Some((argument, _, policy)) = policy::of(object.kind, object.after) else {
        return Ok(());
    };
    let mut named = policy.statements().flat_map(Statement::principals);
    match named.find(|(kind, who)| !exists(kind, who, account)) {
        Some((kind, who)) => {
            let detail = format!("{answer} (\"{kind}\":\"{who}\" in {argument})");
            Err(Problem::new("The policy names somebody who does not exist").detail(detail))
        }
        None => Ok(()),
    }
}

/// Whom a function is opened to.
fn called(who: &str, account: &Account) -> Result<(), Problem> {
    if who == "*" || service(who) || identity(who, account) {
        return Ok(());
    }
    let detail = format!(
        "InvalidParameterValueException: The provided principal was invalid. Please check the principal and try again. ({who})"
    );
    Err(Problem::new("The permission names somebody who does not exist").detail(detail))
}

fn exists(kind: &str, who: &str, account: &Account) -> bool {
    match kind {
        "*" => who == "*",
        "AWS" => who == "*" || identity(who, account),
        "Service" => service(who),
        "Federated" | "CanonicalUser" => !who.contains('*'),
        _ => false,
    }
}

/// An account, a role or a user; of AWS itself, nothing is known here.
fn identity(who: &str, account: &Account) -> bool {
    let is_account = |id: &str| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit());
    if is_account(who) {
        return true;
    }
    let [
        Some("arn"),
        Some("aws" | "aws-cn" | "aws-us-gov"),
        Some(service),
        Some(""),
        Some(id),
        Some(rest),
    ] = parts(who)
    else {
        return false;
    };
    let thing = rest.split('/').next().unwrap_or_default();
    match (service, thing) {
        _ if who.contains(['*', '?']) => false,
        ("iam", "user") if id == "cloudfront" => true,
        _ if !is_account(id) => false,
        ("iam", "root") => rest == "root",
        // What other accounts have is not known here.
        ("iam", "role" | "user") if account.number().is_some_and(|own| own != id) => true,
        ("iam", "role" | "user") => {
            let kinds = ["aws_iam_role", "aws_iam_service_linked_role", "aws_iam_user"];
            account.meant_by(who).any(|(key, _)| kinds.contains(&key.kind.as_str()))
        }
        ("sts", "assumed-role" | "federated-user") => true,
        _ => false,
    }
}

/// The six parts of an ARN.
fn parts(arn: &str) -> [Option<&str>; 6] {
    let mut parts = arn.splitn(6, ':');
    [(); 6].map(|()| parts.next())
}

/// One that AWS has, or one of a region of it: `logs.eu-west-1.amazonaws.com`.
fn service(who: &str) -> bool {
    let name = who.strip_suffix(".amazonaws.com").or_else(|| who.strip_suffix(".amazonaws.com.cn"));
    name.is_some_and(|name| {
        let regional = || {
            name.rsplit_once('.').is_some_and(|(name, place)| {
                SERVICES.contains(name) && region::check(place).is_ok()
            })
        };
        SERVICES.contains(name) || regional()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_of_a_type_with_a_policy() {
        for (kind, _) in ANSWERS {
            assert!(policy::argument(kind).is_some(), "{kind}");
        }
    }

    #[test]
    fn a_service_is_one_of_aws_or_of_a_region_of_it() {
        for right in
            ["logs.amazonaws.com", "logs.eu-west-1.amazonaws.com", "monitoring.rds.amazonaws.com"]
        {
            assert!(service(right), "{right}");
        }
        for wrong in
            ["opensearch.amazonaws.com", "logs.eu-west-9.amazonaws.com", "logs", "*.amazonaws.com"]
        {
            assert!(!service(wrong), "{wrong}");
        }
    }
}
