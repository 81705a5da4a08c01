//! What an accelerator's parts may be to each other: an endpoint is in its group's region, a region has one group of a
//! listener, ports belong to one listener of a protocol, and logs need a bucket and a prefix.
//!
//! Sources: botocore 1.44 of Global Accelerator (`FlowLogsEnabled`, `EndpointGroupAlreadyExistsException`, `InvalidPortRangeException`,
//! `HealthCheckIntervalSeconds`: 10 or 30); hashicorp/terraform-provider-aws issue 28536 (an endpoint of another region); Global Accelerator
//! developer guide, "Endpoints for standard accelerators" (no UDP to Application Load Balancers; dual-stack accelerators have dual-stack endpoints) and
//! "Overriding listener ports".

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "accelerator",
    on: &[
        "aws_globalaccelerator_accelerator",
        "aws_globalaccelerator_endpoint_group",
        "aws_globalaccelerator_listener",
    ],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        "aws_globalaccelerator_accelerator" => logs(object.after),
        "aws_globalaccelerator_listener" => ports(object, account),
        _ => group(object, account),
    };
    refused("Global Accelerator refuses it", answer)
}

fn logs(accelerator: &Value) -> Option<String> {
    let mut on = accelerator.get("attributes").items().iter();
    let on = on.find(|one| *one.get("flow_logs_enabled") == Value::Bool(true))?;
    let missing = ["flow_logs_s3_bucket", "flow_logs_s3_prefix"]
        .into_iter()
        .find(|name| on.get(name).text().unwrap_or_default().is_empty())?;
    Some(format!("InvalidArgumentException: flow logs need {missing}"))
}

fn ports(object: Object<'_>, account: &Account) -> Option<String> {
    let ranges = |listener: &Value| -> Vec<(i64, i64)> {
        let ranges = listener.get("port_range").items().iter();
        ranges
            .filter_map(|one| one.get("from_port").as_i64().zip(one.get("to_port").as_i64()))
            .collect()
    };
    let own = ranges(object.after);
    if let Some((from, to)) = own.iter().find(|(from, to)| from > to) {
        return Some(format!("InvalidPortRangeException: {from} is after {to}"));
    }
    let same = |other: &&Value, name: &str| other.get(name) == object.after.get(name);
    let mut others = account.all(object.kind).filter(|other| {
        same(other, "accelerator_arn") && same(other, "protocol") && !same(other, "arn")
    });
    let overlap = |other: &Value| {
        let others = ranges(other);
        own.iter().any(|one| others.iter().any(|other| one.0 <= other.1 && other.0 <= one.1))
    };
    let taken = !object.after.is_null() && others.any(overlap);
    taken.then(|| {
        "InvalidPortRangeException: another listener of the accelerator has the port".to_owned()
    })
}

/// Whether a group's ports are of its listener, and its load balancers speak as that and as the accelerator do.
fn fits(group: &Value, listener: &Value, account: &Account) -> Option<String> {
    let ranges = listener.get("port_range").items();
    let mut ports = group.get("port_override").items().iter();
    let mut ports = ports.by_ref().filter_map(|one| one.get("listener_port").as_i64());
    let within = |port: i64| {
        let ends = |one: &Value| one.get("from_port").as_i64().zip(one.get("to_port").as_i64());
        ranges.iter().filter_map(ends).any(|(from, to)| (from..=to).contains(&port))
    };
    if let Some(port) = ports.find(|port| !within(*port)) {
        return Some(format!("the listener has no port {port}"));
    }
    let accelerator = listener.get("accelerator_arn").text();
    let accelerator =
        accelerator.and_then(|arn| account.one("aws_globalaccelerator_accelerator", arn));
    let dual = accelerator.and_then(|one| one.get("ip_address_type").text()) == Some("DUAL_STACK");
    let udp = listener.get("protocol").text() == Some("UDP");
    let endpoints = group.get("endpoint_configuration").items().iter();
    endpoints.filter_map(|one| one.get("endpoint_id").text()).find_map(|arn| {
        let balancer = account.one("aws_lb", arn)?;
        let application = balancer.get("load_balancer_type").text() == Some("application");
        let single = balancer.get("ip_address_type").text() == Some("ipv4");
        if udp && application {
            return Some(format!("{arn} does not support the listener's protocol UDP"));
        }
        (dual && single).then(|| format!("{arn} is not dual-stack, as its accelerator is"))
    })
}

fn group(object: Object<'_>, account: &Account) -> Option<String> {
    let group = object.after;
    let region = group.get("endpoint_group_region").text()?;
    let endpoints = group.get("endpoint_configuration").items().iter();
    let mut arns = endpoints.filter_map(|one| one.get("endpoint_id").text());
    let elsewhere = arns.find(|arn| {
        let mut parts = arn.split(':').skip(2);
        parts.next() == Some("elasticloadbalancing") && parts.next() != Some(region)
    });
    if let Some(arn) = elsewhere {
        return Some(format!(
            "InvalidArgumentException: '{arn}' is not a valid load balancer ARN (in {region})"
        ));
    }
    let listener = account.one("aws_globalaccelerator_listener", group.get("listener_arn").text()?);
    if let Some(wrong) = listener.and_then(|listener| fits(group, listener, account)) {
        return Some(format!("InvalidArgumentException: {wrong}"));
    }
    let interval = group.get("health_check_interval_seconds").as_i64();
    if let Some(seconds) = interval.filter(|seconds| ![10, 30].contains(seconds)) {
        return Some(format!(
            "InvalidArgumentException: the interval is 10 or 30 seconds, not {seconds}"
        ));
    }
    let same = |other: &Value, name: &str| other.get(name) == group.get(name);
    let again = account.all(object.kind).any(|other| {
        same(other, "listener_arn") && same(other, "endpoint_group_region") && !same(other, "arn")
    });
    again.then(|| {
        format!("EndpointGroupAlreadyExistsException: the listener has a group of {region}")
    })
}
