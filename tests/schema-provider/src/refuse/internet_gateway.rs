//! What leads into the internet needs the gateway of its network, of which there is one: load balancers that face it, NAT
//! gateways, routes, and whatever stands behind an accelerator.
//!
//! Sources: Amazon VPC user guide, "Internet gateways" and "Troubleshoot NAT gateways" (`Gateway.NotAttached`);
//! openshift/installer issue 1110 (`InvalidSubnet`); giantswarm/aws-operator issue 632 (route and gateway of different networks);
//! Global Accelerator developer guide, "Requirements for endpoints with client IP address preservation".

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "internet_gateway",
    on: &[
        "aws_globalaccelerator_endpoint_group",
        "aws_internet_gateway",
        "aws_lb",
        "aws_nat_gateway",
        "aws_route",
    ],
    check,
};

const GATEWAY: &str = "aws_internet_gateway";

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let after = object.after;
    let answer = match object.kind {
        "aws_lb" if *after.get("internal") == Value::Bool(true) => None,
        "aws_lb" => closed(balancer(after, account), account)
            .map(|network| format!("InvalidSubnet: VPC {network} has no internet gateway")),
        "aws_nat_gateway" if after.get("connectivity_type").text() == Some("private") => None,
        "aws_nat_gateway" => {
            let subnet = after.get("subnet_id").text();
            let subnet = subnet.and_then(|id| account.one("aws_subnet", id));
            let network = after.get("vpc_id").text();
            closed(subnet.map_or(network, network_of), account).map(|network| {
                format!("Gateway.NotAttached: Network {network} has no Internet gateway attached")
            })
        }
        "aws_route" => route(after, account),
        GATEWAY => second(object, account),
        _ => endpoint(after, account),
    };
    refused("The network has no such internet gateway", answer)
}

fn network_of(value: &Value) -> Option<&str> {
    value.get("vpc_id").text()
}

/// The network of a load balancer is that of its subnets.
fn balancer<'a>(balancer: &Value, account: &'a Account) -> Option<&'a str> {
    let mut subnets = balancer.get("subnets").texts();
    subnets.find_map(|id| account.one("aws_subnet", id)).and_then(network_of)
}

/// A network that nothing leads out of. None where it is not known.
fn closed<'a>(network: Option<&'a str>, account: &Account) -> Option<&'a str> {
    let network = network.filter(|id| account.one("aws_vpc", id).is_some())?;
    let attached = [GATEWAY, "aws_internet_gateway_attachment"];
    let open =
        attached.iter().any(|kind| account.all(kind).any(|one| network_of(one) == Some(network)));
    (!open).then_some(network)
}

fn route(route: &Value, account: &Account) -> Option<String> {
    let gateway = account.one(GATEWAY, route.get("gateway_id").text()?)?;
    let table = account.one("aws_route_table", route.get("route_table_id").text()?)?;
    let (of, attached) = (network_of(table)?, network_of(gateway));
    (attached != Some(of)).then(|| {
        format!("InvalidParameterValue: route table and network gateway belong to different networks: {of}, {attached:?}")
    })
}

fn second(object: Object<'_>, account: &Account) -> Option<String> {
    let network = network_of(object.after)?;
    let mut others = account.all(GATEWAY).filter(|one| one.get("id") != object.after.get("id"));
    others.any(|one| network_of(one) == Some(network)).then(|| {
        format!("Resource.AlreadyAssociated: {network} already has an internet gateway attached")
    })
}

fn endpoint(group: &Value, account: &Account) -> Option<String> {
    let endpoints = group.get("endpoint_configuration").items().iter();
    let mut arns = endpoints.filter_map(|one| one.get("endpoint_id").text());
    let network = arns.find_map(|arn| {
        closed(account.one("aws_lb", arn).and_then(|one| balancer(one, account)), account)
    })?;
    Some(format!("InvalidArgumentException: {network} must have an internet gateway attached"))
}
