//! What a registry of ECR takes: a policy of repositories that says what to expire in an order that can be followed, and copies into
//! other regions only.
//!
//! Sources: ECR user guide, "Lifecycle policy properties" and "Private image replication"; cloudposse/terraform-aws-ecr issues 132, 146
//! and 158 (the answer); botocore 1.44 of ECR, `PutReplicationConfiguration`; getmoto/moto issue 4170 (the registry's own region).

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, json, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "registry",
    on: &["aws_ecr_lifecycle_policy", "aws_ecr_replication_configuration", "aws_ecr_repository"],
    check,
};

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        "aws_ecr_lifecycle_policy" => object.after.get("policy").text().and_then(lifecycle).map(|why| {
            format!(
                "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation \
                 failure: {why}'"
            )
        }),
        "aws_ecr_repository" => repository(object.after),
        _ => replication(object),
    };
    refused("ECR refuses it", answer.map(|answer| format!("InvalidParameterException: {answer}")))
}

fn lifecycle(policy: &str) -> Option<String> {
    if policy.len() < 100 {
        return Some("the text has fewer than 100 characters".to_owned());
    }
    let policy = json(Some(policy));
    let mut priorities = BTreeSet::new();
    let mut any = None;
    for rule in policy.get("rules").items() {
        let Some(priority) = rule.get("rulePriority").as_i64().filter(|one| *one > 0) else {
            return Some("a rule has no priority above zero".to_owned());
        };
        if !priorities.insert(priority) {
            return Some(format!("two rules have the priority {priority}"));
        }
        if rule.get("selection").get("tagStatus").text() == Some("any") {
            any = Some(priority);
        }
        if let Some(why) = selection(rule.get("selection")) {
            return Some(format!("rule {priority}: {why}"));
        }
    }
    let last = any.is_none_or(|any| priorities.last() == Some(&any));
    (!last).then(|| "the rule for any images needs the highest priority".to_owned())
}

fn selection(selection: &Value) -> Option<&'static str> {
    let lists = ["tagPatternList", "tagPrefixList"];
    let lists = lists.iter().filter(|name| !selection.get(name).is_absent());
    let unit = !selection.get("countUnit").is_null();
    match (selection.get("tagStatus").text()?, lists.count()) {
        ("tagged", 1) => {}
        ("tagged", _) => return Some("tagged needs either tagPatternList or tagPrefixList"),
        (_, 0) => {}
        _ => return Some("a list of tags is for tagged images"),
    }
    match selection.get("countType").text()? {
        "sinceImagePushed" if !unit => Some("sinceImagePushed needs countUnit"),
        "imageCountMoreThan" if unit => Some("imageCountMoreThan takes no countUnit"),
        _ => None,
    }
}

fn repository(repository: &Value) -> Option<String> {
    let encryption = repository.get("encryption_configuration").items().first();
    let keyless = |one: &&Value| one.get("encryption_type").text() == Some("AES256");
    if encryption.filter(keyless).is_some_and(|one| said(one, "kms_key").is_some()) {
        return Some("a key of KMS is for the encryption types KMS and KMS_DSSE".to_owned());
    }
    let mutability = repository.get("image_tag_mutability").text()?;
    let filters = repository.get("image_tag_mutability_exclusion_filter");
    (mutability.ends_with("_WITH_EXCLUSION") == filters.is_absent())
        .then(|| format!("{mutability} and its exclusion filters do not go together"))
}

fn replication(object: Object<'_>) -> Option<String> {
    let configuration = object.after.get("replication_configuration").items().iter();
    for rule in configuration.flat_map(|one| one.get("rule").items()) {
        let mut seen = BTreeSet::new();
        for destination in rule.get("destination").items() {
            let (region, registry) =
                (destination.get("region").text()?, destination.get("registry_id").text());
            if region == object.region && registry == object.after.get("registry_id").text() {
                return Some(format!("{region} is the region of the registry itself"));
            }
            if !seen.insert((region, registry)) {
                return Some(format!("{region} is there twice"));
            }
        }
    }
    None
}
