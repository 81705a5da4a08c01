//! What scales is a service of ECS that is there, between a least and a most, by a measure of its own kind; and only what
//! is registered has policies.
//!
//! Sources: botocore 1.44 of Application Auto Scaling (`RegisterScalableTarget`, `PutScalingPolicy`, `ResourceLabel`, `TargetValue`);
//! aws/aws-cdk issue 14297 (an ARN in the resource's id); cloudposse/terraform-aws-ecs-cloudwatch-autoscaling issue 36 (no target);
//! hashicorp/terraform-provider-aws issue 16888 (label).

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "autoscaling",
    on: &["aws_appautoscaling_policy", "aws_appautoscaling_target"],
    check,
};

/// The one measure that is of a target group, which its label names.
const OF_A_GROUP: &str = "ALBRequestCountPerTarget";
const OF_ECS: [&str; 3] =
    ["ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization", OF_A_GROUP];
const TRACKING: &str = "target_tracking_scaling_policy_configuration";
const STEPS: &str = "step_scaling_policy_configuration";

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        "aws_appautoscaling_target" => target(object, account),
        _ => registered(object, account).or_else(|| policy(object, account)),
    };
    refused("Application Auto Scaling refuses it", answer)
}

fn target(object: Object<'_>, account: &Account) -> Option<String> {
    let target = object.after;
    let (namespace, id) =
        (target.get("service_namespace").text()?, target.get("resource_id").text()?);
    let dimension = target.get("scalable_dimension").text()?;
    if !dimension.starts_with(&format!("{namespace}:")) {
        return Some(format!("ValidationException: {dimension} is no dimension of {namespace}"));
    }
    let number = |name: &str| target.get(name).as_i64();
    if number("min_capacity").zip(number("max_capacity")).is_some_and(|(least, most)| least > most)
    {
        return Some(
            "ValidationException: Maximum capacity cannot be less than minimum capacity".to_owned(),
        );
    }
    (namespace == "ecs" && service(id, object.region, account).is_none())
        .then(|| format!("ValidationException: ECS service doesn't exist: {id}"))
}

/// The service that `service/<cluster>/<service>` is.
fn service<'a>(id: &str, region: &str, account: &'a Account) -> Option<&'a Value> {
    let (cluster, name) = id.strip_prefix("service/")?.split_once('/')?;
    account
        .keyed("aws_ecs_service")
        .filter(|(key, _)| key.region == region)
        .map(|(_, one)| one)
        .find(|one| {
            let of = one.get("cluster").text().and_then(|arn| arn.rsplit('/').next());
            one.get("name").text() == Some(name) && of == Some(cluster)
        })
}

fn registered(object: Object<'_>, account: &Account) -> Option<String> {
    let policy = object.after;
    let id = policy.get("resource_id").text()?;
    let same = |one: &Value| {
        ["resource_id", "scalable_dimension", "region"]
            .iter()
            .all(|name| one.get(name) == policy.get(name))
    };
    let is = account.all("aws_appautoscaling_target").any(same);
    (!is).then(|| {
        format!("ObjectNotFoundException: No scalable target registered for resource ID: {id}")
    })
}

fn policy(object: Object<'_>, account: &Account) -> Option<String> {
    let policy = object.after;
    let block = match policy.get("policy_type").text()? {
        "TargetTrackingScaling" => TRACKING,
        "StepScaling" => STEPS,
        _ => return None,
    };
    if policy.get(block).is_absent() {
        return Some(format!("ValidationException: the policy has no {block}"));
    }
    let tracking = policy.get(TRACKING).items().first()?;
    // Also 0.5 is above nothing.
    if matches!(tracking.get("target_value"), Value::Number(one) if one.as_f64() <= Some(0.0)) {
        return Some("ValidationException: the target value has to be above zero".to_owned());
    }
    let kinds = ["customized_metric_specification", "predefined_metric_specification"];
    if kinds.iter().filter(|kind| !tracking.get(kind).is_absent()).count() != 1 {
        return Some(
            "ValidationException: a policy has either a predefined metric or a customized one"
                .to_owned(),
        );
    }
    let metric = tracking.get("predefined_metric_specification").items().first()?;
    let name = metric.get("predefined_metric_type").text()?;
    let ecs = policy.get("service_namespace").text() == Some("ecs");
    if ecs && !OF_ECS.contains(&name) {
        return Some(format!("ValidationException: {name} is no measure of ecs"));
    }
    match (name == OF_A_GROUP, metric.get("resource_label").text().filter(|text| !text.is_empty())) {
        (false, Some(_)) => Some(format!("ValidationException: {name} takes no resource label")),
        (true, None) => Some(format!("ValidationException: {name} needs a resource label")),
        (true, Some(label)) => (!attached(policy, label, account)).then(|| {
            format!("ValidationException: {label} is no target group of the service with its load balancer")
        }),
        (false, None) => None,
    }
}

/// Whether a label is `<load balancer>/<target group>`, and the group one of the service's.
fn attached(policy: &Value, label: &str, account: &Account) -> bool {
    let suffix = |object: &Value| object.get("arn_suffix").text().map(str::to_owned);
    let of = |region: &str| service(policy.get("resource_id").text()?, region, account);
    let Some(service) = policy.get("region").text().and_then(of) else {
        return true;
    };
    let arns = service.get("load_balancer").items().iter();
    let mut arns = arns.filter_map(|one| one.get("target_group_arn").text());
    arns.any(|arn| {
        let group = account.one("aws_lb_target_group", arn).and_then(suffix);
        let balancer = account.all("aws_lb_listener").find(|one| forwards(one, arn));
        let balancer = balancer.and_then(|one| one.get("load_balancer_arn").text());
        let balancer = balancer.and_then(|arn| account.one("aws_lb", arn)).and_then(suffix);
        group.zip(balancer).is_none_or(|(group, balancer)| label == format!("{balancer}/{group}"))
    })
}

/// Whether a listener, or a rule of one, sends requests to a target group.
pub(super) fn forwards(listener: &Value, group: &str) -> bool {
    let actions =
        ["default_action", "action"].into_iter().flat_map(|name| listener.get(name).items());
    actions.into_iter().any(|action| {
        let many =
            action.get("forward").items().iter().flat_map(|one| one.get("target_group").items());
        let arns = many.map(|one| one.get("arn")).chain([action.get("target_group_arn")]);
        arns.filter_map(Value::text).any(|arn| arn == group)
    })
}
