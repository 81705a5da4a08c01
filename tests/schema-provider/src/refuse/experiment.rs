//! An experiment of FIS has actions that know their targets and each other, and is stopped by an alarm of its region.
//!
//! Sources: hashicorp/terraform-provider-aws issue 26501 ("Unexpected target found in action"); aws-samples/fis-template-library issue 8 ("You cannot specify both resource ARNs
//! and resource tags"); botocore 1.44 of FIS, `CreateExperimentTemplateActionInput` and `CreateExperimentTemplateStopConditionInput`; AWS FIS user guide, "AWS FIS
//! actions reference" (Resource type), and hashicorp/terraform-provider-aws, `aws_fis_experiment_template` (`action.target.key`), for what the actions take.

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, refused, said, texts_at};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "experiment", on: &["aws_fis_experiment_template"], check };

/// By how the name of an action begins: the key of its targets, and their type.
const TARGETS: [(&str, &str, &str); 13] = [
    ("aws:dynamodb:", "Tables", "aws:dynamodb:global-table"),
    ("aws:ec2:api-", "Roles", "aws:iam:role"),
    ("aws:ec2:asg-", "AutoScalingGroups", "aws:ec2:autoscaling-group"),
    ("aws:ec2:reboot-instances", "Instances", "aws:ec2:instance"),
    ("aws:ec2:send-spot-", "SpotInstances", "aws:ec2:spot-instance"),
    ("aws:ec2:stop-instances", "Instances", "aws:ec2:instance"),
    ("aws:ec2:terminate-instances", "Instances", "aws:ec2:instance"),
    ("aws:ecs:drain-container-instances", "Clusters", "aws:ecs:cluster"),
    ("aws:ecs:task-", "Tasks", "aws:ecs:task"),
    ("aws:ecs:stop-task", "Tasks", "aws:ecs:task"),
    ("aws:network:disrupt-connectivity", "Subnets", "aws:ec2:subnet"),
    ("aws:rds:failover-db-cluster", "Clusters", "aws:rds:cluster"),
    ("aws:rds:reboot-db-instances", "DBInstances", "aws:rds:db"),
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let template = object.after;
    let answer = template
        .get("target")
        .items()
        .iter()
        .find_map(|target| target_of(target, template))
        .or_else(|| template.get("action").items().iter().find_map(|one| action(one, template)))
        .or_else(|| stops(object));
    let answer = answer.map(|answer| format!("ValidationException: {answer}"));
    refused("FIS refuses the template", answer)
}

fn target_of(target: &Value, template: &Value) -> Option<String> {
    let name = target.get("name").text()?;
    let (arns, tags) =
        (!target.get("resource_arns").is_absent(), !target.get("resource_tag").is_absent());
    let by_others = !target.get("parameters").is_absent() || !target.get("filter").is_absent();
    if arns && tags {
        return Some(format!(
            "You cannot specify both resource ARNs and resource tags for target {name}."
        ));
    }
    if arns && !target.get("filter").is_absent() {
        return Some(format!(
            "You cannot specify both resource ARNs and filters for target {name}."
        ));
    }
    if !arns && !tags && !by_others {
        return Some(format!("You must specify resource ARNs or resource tags for target {name}."));
    }
    let used = texts_at(template, "action.target.value").contains(&name);
    (!used).then(|| format!("Target {name} is not used by any action."))
}

fn action(action: &Value, template: &Value) -> Option<String> {
    let (name, id) = (action.get("name").text()?, action.get("action_id").text()?);
    let names: BTreeSet<&str> = texts_at(template, "action.name").into_iter().collect();
    let mut after = action.get("start_after").texts();
    if let Some(other) = after.find(|other| !names.contains(other) || *other == name) {
        return Some(format!("Action {name} starts after {other}, which it cannot."));
    }
    if !id.starts_with("aws:") {
        return Some(format!("ResourceNotFoundException: Action with ID {id} not found."));
    }
    let (_, key, kind) = TARGETS.iter().find(|(begins, ..)| id.starts_with(begins))?;
    let mut aims = action.get("target").items().iter();
    aims.find_map(|aim| {
        let (own, of) = (aim.get("key").text()?, aim.get("value").text()?);
        if own != *key {
            return Some(format!("Unexpected target \"{own}\" found in action {name}."));
        }
        let mut targets = template.get("target").items().iter();
        let Some(target) = targets.find(|one| one.get("name").text() == Some(of)) else {
            return Some(format!("Action {name} has a target {of} that there is not."));
        };
        let unfit = target.get("resource_type").text() != Some(kind);
        unfit.then(|| format!("Action {name} takes targets of {kind}."))
    })
}

fn stops(object: Object<'_>) -> Option<String> {
    object.after.get("stop_condition").items().iter().find_map(|stop| {
        let alarms = stop.get("source").text()? == "aws:cloudwatch:alarm";
        let near =
            said(stop, "value").is_some_and(|arn| arn.split(':').nth(3) == Some(object.region));
        (alarms && !near).then(|| format!("a stop condition is an alarm of {}", object.region))
    })
}
