//! What a service of ECS needs of its target group, its task definition and its network.
//!
//! Sources: the answers: hashicorp/terraform issue 32908, aws/aws-cdk issue 34290 (a group without a listener);
//! aws/amazon-ecs-agent issue 1276, spinnaker/spinnaker issue 4621 (container, port); hashicorp/terraform-provider-aws issue
//! 11723 (target type); botocore 1.44, `AwsVpcConfiguration` (16 subnets, 5 groups, one VPC) and `availabilityZoneRebalancing`, `CreateServiceRequest` (`taskDefinition`, `launchType`);
//! ECS developer guide, "Fargate platform versions", "Amazon ECS task placement" (not on Fargate), "Troubleshooting Amazon ECS Exec", "Balancing an Amazon ECS service across Availability Zones" (aws/aws-cdk issue 32259).

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::autoscaling::forwards;
use super::{Rule, json, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "ecs_service", on: &["aws_ecs_service"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let service = object.after;
    let definition = service.get("task_definition").text();
    let definition = account
        .all("aws_ecs_task_definition")
        .find(|one| definition.is_some() && one.get("arn").text() == definition);
    let balanced = service.get("load_balancer").items().iter();
    let changed = object.before.get("load_balancer") != service.get("load_balancer");
    let mut balanced = balanced.filter(|_| changed);
    let answer = balanced
        .find_map(|one| group(one, definition, account).or_else(|| container(one, definition)))
        .or_else(|| network(service, definition, account))
        .or_else(|| launch(service, definition))
        .or_else(|| placed(service, account))
        .or_else(|| entered(service, definition))
        .or_else(|| rollout(service));
    refused(
        "ECS refuses the service",
        answer.map(|answer| format!("InvalidParameterException: {answer}")),
    )
}

fn mode(definition: Option<&Value>) -> Option<&str> {
    definition?.get("network_mode").text()
}

fn group(balancer: &Value, definition: Option<&Value>, account: &Account) -> Option<String> {
    let Some(arn) = said(balancer, "target_group_arn") else {
        return said(balancer, "elb_name")
            .is_none()
            .then(|| "A load balancer of a service has a target group or a name.".to_owned());
    };
    let mut listeners = account.all("aws_lb_listener").chain(account.all("aws_lb_listener_rule"));
    if !listeners.any(|one| forwards(one, arn)) {
        return Some(format!(
            "The target group with targetGroupArn {arn} does not have an associated load balancer."
        ));
    }
    let kind = account.one("aws_lb_target_group", arn)?.get("target_type").text()?;
    let mode = mode(definition)?;
    ((mode == "awsvpc") != (kind == "ip")).then(|| {
        format!(
            "The provided target group {arn} has target type {kind}, which is incompatible with the {mode} network mode \
             specified in the task definition."
        )
    })
}

fn container(balancer: &Value, definition: Option<&Value>) -> Option<String> {
    let name = balancer.get("container_name").text()?;
    let containers = json(definition?.get("container_definitions").text());
    let Some(container) =
        containers.items().iter().find(|one| one.get("name").text() == Some(name))
    else {
        return Some(format!("The container {name} does not exist in the task definition."));
    };
    let port = balancer.get("container_port").as_i64()?;
    let mut ports = container.get("portMappings").items().iter();
    let open = ports.any(|one| one.get("containerPort").as_i64() == Some(port));
    (!open).then(|| format!("The container {name} did not have a container port {port} defined."))
}

fn network(service: &Value, definition: Option<&Value>, account: &Account) -> Option<String> {
    let Some(network) = service.get("network_configuration").items().first() else {
        return (mode(definition) == Some("awsvpc")).then(|| {
            "Network Configuration must be provided when networkMode 'awsvpc' is specified."
                .to_owned()
        });
    };
    if network.get("subnets").items().len() > 16 || network.get("security_groups").items().len() > 5
    {
        return Some("There may be 16 subnets and 5 security groups.".to_owned());
    }
    let of = |argument: &'static str, kind: &'static str| {
        network.get(argument).texts().filter_map(move |id| account.one(kind, id))
    };
    let parts = of("subnets", "aws_subnet").chain(of("security_groups", "aws_security_group"));
    let networks: BTreeSet<&str> = parts.filter_map(|one| one.get("vpc_id").text()).collect();
    (networks.len() > 1).then(|| {
        format!("subnets and security groups must be in the same VPC, not in {networks:?}")
    })
}

/// A task runs where its definition says that it can.
fn launch(service: &Value, definition: Option<&Value>) -> Option<String> {
    let placed = !service.get("capacity_provider_strategy").is_absent();
    let controlled = service.get("deployment_controller").items().first();
    let external = controlled.and_then(|one| one.get("type").text()) == Some("EXTERNAL");
    if service.is_null() || external {
        return None;
    }
    if said(service, "task_definition").is_none() {
        return Some("TaskDefinition can not be blank.".to_owned());
    }
    let kind = said(service, "launch_type").or((!placed).then_some("EC2"))?;
    let definition = definition?;
    let known: Vec<&str> = definition.get("requires_compatibilities").texts().collect();
    let unfit = !known.contains(&kind) && (kind == "FARGATE" || !known.is_empty());
    unfit.then(|| format!("Task definition does not support launch_type {kind}."))
}

/// Fargate places tasks itself, on platforms of its own; what else places them is of the cluster.
fn placed(service: &Value, account: &Account) -> Option<String> {
    let kind = said(service, "launch_type");
    let strategy = service.get("capacity_provider_strategy").items();
    if kind.is_some() && !strategy.is_empty() {
        return Some("Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.".to_owned());
    }
    let cluster = said(service, "cluster").unwrap_or_default();
    let mut providers = account.all("aws_ecs_cluster_capacity_providers").filter(|one| {
        one.get("cluster_name")
            .text()
            .is_some_and(|name| cluster.ends_with(&format!("/{name}")) || cluster == name)
    });
    let named: Vec<&str> =
        strategy.iter().filter_map(|one| one.get("capacity_provider").text()).collect();
    let known = providers.next();
    let of_cluster = |name: &&str| {
        known.is_some_and(|one| one.get("capacity_providers").texts().any(|other| other == *name))
    };
    if let Some(name) = named.iter().find(|name| !of_cluster(name)) {
        return Some(format!(
            "The specified capacity provider '{name}' is not associated with the cluster."
        ));
    }
    if kind != Some("FARGATE") {
        return None;
    }
    let platforms = ["1.0.0", "1.3.0", "1.4.0", "LATEST"];
    if let Some(version) = said(service, "platform_version").filter(|one| !platforms.contains(one))
    {
        return Some(format!("PlatformUnknownException: the platform {version} does not exist"));
    }
    let apart = ["ordered_placement_strategy", "placement_constraints"];
    let apart = apart.into_iter().find(|name| !service.get(name).is_absent())?;
    Some(format!("{apart} are not supported with FARGATE launch type."))
}

/// Who enters a task does so by its role.
fn entered(service: &Value, definition: Option<&Value>) -> Option<String> {
    let on = *service.get("enable_execute_command") == Value::Bool(true);
    (on && said(definition?, "task_role_arn").is_none()).then(|| {
        "The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again."
            .to_owned()
    })
}

fn rollout(service: &Value) -> Option<String> {
    let number = |name: &str| service.get(name).as_i64();
    let (least, most) =
        (number("deployment_minimum_healthy_percent")?, number("deployment_maximum_percent")?);
    if most <= least {
        return Some(format!(
            "maximumPercent {most} and minimumHealthyPercent {least}: this will block deployments."
        ));
    }
    let is = |name: &str, text: &str| service.get(name).text() == Some(text);
    let constraints = service.get("placement_constraints").items().iter();
    let zoned = constraints.filter_map(|one| one.get("expression").text());
    let classic = service.get("load_balancer").items().iter();
    let classic = classic.filter_map(|one| one.get("elb_name").text()).any(|name| !name.is_empty());
    let unfit = most <= 100
        || is("scheduling_strategy", "DAEMON")
        || is("launch_type", "EXTERNAL")
        || classic
        || zoned.into_iter().any(|one| one.contains("ecs.availability-zone"));
    (is("availability_zone_rebalancing", "ENABLED") && unfit)
        .then(|| "The service cannot use Availability Zone rebalancing.".to_owned())
}
