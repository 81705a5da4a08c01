//! A policy is written in the words that IAM has, and has what its sort must have: an identity's names nobody, a role's trust no
//! resource.
//!
//! Sources: IAM user guide, "Grammar of the IAM JSON policy language", "IAM JSON policy elements" (Sid, Resource, Condition operators)
//! and "Policies and permissions"; hashicorp/terraform-provider-aws issue 10419; kubernetes/kops issue 4951;
//! kubernetes-sigs/aws-load-balancer-controller issue 2718. In a key's policy a Sid may have spaces: KMS API reference, `PutKeyPolicy`.

use serde_json::Value as Json;

use super::Rule;
use crate::account::{Account, Object};
use crate::policy::{self, Policy, Sort, Statement};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "policy_form", on: &[], check };

const VERSIONS: [&str; 2] = ["2008-10-17", "2012-10-17"];

const FIELDS: [&str; 9] = [
    "Action",
    "Condition",
    "Effect",
    "NotAction",
    "NotPrincipal",
    "NotResource",
    "Principal",
    "Resource",
    "Sid",
];

/// Without `ForAllValues:`, `ForAnyValue:` and `IfExists`.
const OPERATORS: &str = "ArnEquals ArnLike ArnNotEquals ArnNotLike BinaryEquals Bool DateEquals DateGreaterThan \
     DateGreaterThanEquals DateLessThan DateLessThanEquals DateNotEquals IpAddress NotIpAddress Null NumericEquals \
     NumericGreaterThan NumericGreaterThanEquals NumericLessThan NumericLessThanEquals NumericNotEquals StringEquals \
     StringEqualsIgnoreCase StringLike StringNotEquals StringNotEqualsIgnoreCase StringNotLike";

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let Some((argument, sort, policy)) = policy::of(object.kind, object.after) else {
        return Ok(());
    };
    wrong(&policy, object.kind, sort).map_or(Ok(()), |wrong| {
        let detail = format!("MalformedPolicyDocument: {wrong} ({argument})");
        Err(Problem::new("The policy is malformed").detail(detail))
    })
}

fn wrong(policy: &Policy, kind: &str, sort: Sort) -> Option<String> {
    if policy.version().is_some_and(|version| !VERSIONS.contains(&version)) {
        return Some("The policy must contain a valid version string.".to_owned());
    }
    if policy.statements().next().is_none() {
        return Some("Syntax errors in policy: it has no statement.".to_owned());
    }
    let mut sids = Vec::new();
    for statement in policy.statements() {
        if let Some(sid) = statement.word("Sid").filter(|sid| !sid.is_empty()) {
            let spaced = kind.starts_with("aws_kms_key");
            let right = |letter: char| letter.is_ascii_alphanumeric() || (spaced && letter == ' ');
            if (sort != Sort::Resource || spaced) && !sid.chars().all(right) {
                return Some("Statement IDs (SID) must be alpha-numeric.".to_owned());
            }
            if sids.contains(&sid) {
                return Some("Statement IDs (SID) in a single policy must be unique.".to_owned());
            }
            sids.push(sid);
        }
        let found = words(statement).or_else(|| actions(statement, sort));
        let found =
            found.or_else(|| parts(statement, kind, sort)).or_else(|| conditions(statement));
        if found.is_some() {
            return found;
        }
    }
    None
}

fn words(statement: Statement<'_>) -> Option<String> {
    if let Some(field) = statement.fields().find(|field| !FIELDS.contains(field)) {
        return Some(format!("Syntax errors in policy: a statement has no {field}."));
    }
    (!["Allow", "Deny"].contains(&statement.effect()))
        .then(|| "Syntax errors in policy: an effect is Allow or Deny.".to_owned())
}

fn actions(statement: Statement<'_>, sort: Sort) -> Option<String> {
    let mut all = statement.words("Action").chain(statement.words("NotAction"));
    if statement.has("Action") == statement.has("NotAction") || all.next().is_none() {
        return Some("Policy statement must contain actions.".to_owned());
    }
    let mut all = statement.words("Action").chain(statement.words("NotAction"));
    let prefixed = |action: &str| match action.split_once(':') {
        Some((vendor, name)) => {
            let right = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            !vendor.is_empty()
                && vendor.bytes().all(right)
                && !name.is_empty()
                && !name.contains(':')
        }
        None => action == "*",
    };
    let wrong = all
        .find(|action| !prefixed(action) || (sort == Sort::Trust && !action.starts_with("sts:")))?;
    Some(match sort {
        Sort::Trust => {
            format!("AssumeRole policy may only specify STS AssumeRole actions. ({wrong})")
        }
        Sort::Identity | Sort::Resource => {
            format!(
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. ({wrong})"
            )
        }
    })
}

/// Who and where.
fn parts(statement: Statement<'_>, kind: &str, sort: Sort) -> Option<String> {
    let who = statement.has("Principal") || statement.has("NotPrincipal");
    let placed = statement.has("Resource") || statement.has("NotResource");
    let some = !statement.principals().is_empty() || statement.has("NotPrincipal");
    match sort {
        Sort::Identity if who => Some("Policy document should not specify a principal.".to_owned()),
        Sort::Trust if placed => Some("Has prohibited field Resource".to_owned()),
        Sort::Trust | Sort::Resource if !some => {
            Some("Missing required field Principal".to_owned())
        }
        // A repository's policy is of the repository.
        Sort::Identity | Sort::Resource if !placed && kind != "aws_ecr_repository_policy" => {
            Some("Policy statement must contain resources.".to_owned())
        }
        Sort::Identity | Sort::Resource => {
            let mut all = statement.words("Resource").chain(statement.words("NotResource"));
            let wrong = all.find(|resource| !is_resource(resource))?;
            Some(format!("Resource {wrong} must be in ARN format or \"*\"."))
        }
        Sort::Trust => None,
    }
}

/// An ARN whose partition and service are there, the service in full.
fn is_resource(resource: &str) -> bool {
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    match parts.as_slice() {
        ["*"] => true,
        ["arn", partition, service, _, _, rest] => {
            let partitions = ["*", "aws", "aws-cn", "aws-us-gov", "aws*"];
            let in_full = !service.is_empty() && !service.contains(['*', '?']);
            partitions.contains(partition) && in_full && !rest.is_empty()
        }
        _ => false,
    }
}

fn conditions(statement: Statement<'_>) -> Option<String> {
    statement.conditions().find_map(|(operator, key, values)| {
        let bare = operator
            .strip_prefix("ForAllValues:")
            .or_else(|| operator.strip_prefix("ForAnyValue:"));
        let bare = bare.unwrap_or(operator);
        let bare = bare.strip_suffix("IfExists").filter(|bare| *bare != "Null").unwrap_or(bare);
        if !OPERATORS.split_whitespace().any(|one| one == bare) {
            return Some(format!("Invalid Condition type : {operator}."));
        }
        if !key.contains(':') {
            return Some(format!(
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. ({key})"
            ));
        }
        let wrong = values.iter().find(|value| !fits(bare, value))?;
        Some(format!("Invalid value {wrong} for the condition {operator}."))
    })
}

/// Whether a value is of the kind that an operator compares.
fn fits(operator: &str, value: &Json) -> bool {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    // A policy variable is anything.
    if text.contains("${") {
        return true;
    }
    match operator {
        "Bool" | "Null" => ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)),
        "IpAddress" | "NotIpAddress" => {
            let address = text.split('/').next().unwrap_or_default();
            address.parse::<std::net::IpAddr>().is_ok()
        }
        _ if operator.starts_with("Numeric") => text.parse::<f64>().is_ok(),
        _ if operator.starts_with("Date") => text.starts_with(|first: char| first.is_ascii_digit()),
        _ if operator.starts_with("Arn") => {
            text == "*" || text.starts_with("arn:") || text.starts_with('*')
        }
        _ => true,
    }
}
