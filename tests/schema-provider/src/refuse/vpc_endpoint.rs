//! What an endpoint of a kind takes: a gateway endpoint is in route tables, an interface endpoint in subnets with groups and names, in
//! one network, and both are of a service of that region.
//!
//! Sources: botocore 1.44 of EC2, `CreateVpcEndpoint` (`RouteTableIds`, `SubnetIds`, `SecurityGroupIds`, `PrivateDnsEnabled`);
//! AWS `PrivateLink` guide, "Access an AWS service using an interface VPC endpoint" (DNS attributes of the VPC; one subnet for each zone) and "AWS services
//! that integrate with AWS `PrivateLink`"; "Gateway endpoints" (S3 and `DynamoDB`); terraform-aws-modules/terraform-aws-vpc issue 1178.

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "vpc_endpoint", on: &["aws_vpc_endpoint"], check };

/// Families of which only the parts are services: `ecr.api`.
const FAMILIES: [&str; 5] = ["codeartifact", "ecr", "iot", "sagemaker", "transfer-family"];
const GATEWAYS: [&str; 2] = ["dynamodb", "s3"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let endpoint = object.after;
    let answer = kind(endpoint)
        .or_else(|| service(object))
        .or_else(|| network(endpoint, account))
        .or_else(|| tables(object, account));
    refused("EC2 refuses the endpoint", answer)
}

fn is_gateway(endpoint: &Value) -> bool {
    endpoint.get("vpc_endpoint_type").text() == Some("Gateway")
}

fn named(endpoint: &Value) -> bool {
    *endpoint.get("private_dns_enabled") == Value::Bool(true)
}

fn kind(endpoint: &Value) -> Option<String> {
    let kind = endpoint.get("vpc_endpoint_type").text()?;
    let has = |name: &&str| !endpoint.get(name).is_absent();
    let unfit: &[&str] = match kind {
        "Gateway" => &["security_group_ids", "subnet_ids"],
        "Interface" => &["route_table_ids"],
        _ => {
            let own = endpoint.get("service_name").text()?.starts_with("com.amazonaws.");
            let vpce = endpoint.get("service_name").text()?.starts_with("com.amazonaws.vpce.");
            return (own && !vpce).then(|| {
                format!(
                    "InvalidParameter: an endpoint of type {kind} is not supported for the service"
                )
            });
        }
    };
    let names = named(endpoint) && kind == "Gateway";
    let unfit = unfit.iter().copied().find(has).or(names.then_some("private_dns_enabled"))?;
    Some(format!("InvalidParameter: {unfit} is not supported for an endpoint of type {kind}."))
}

fn service(object: Object<'_>) -> Option<String> {
    let name = object.after.get("service_name").text()?;
    let (region, service) = name.strip_prefix("com.amazonaws.")?.split_once('.')?;
    let lonely = FAMILIES.contains(&service)
        || region != object.region
        || (is_gateway(object.after) && !GATEWAYS.contains(&service));
    lonely.then(|| format!("InvalidServiceName: The Vpc Endpoint Service '{name}' does not exist"))
}

fn network(endpoint: &Value, account: &Account) -> Option<String> {
    let id = endpoint.get("vpc_id").text()?;
    let network = account.one("aws_vpc", id);
    let off = |name: &&str| network.is_some_and(|one| *one.get(name) == Value::Bool(false));
    if named(endpoint) && ["enable_dns_hostnames", "enable_dns_support"].iter().any(off) {
        return Some(format!(
            "InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set \
             to true for {id}"
        ));
    }
    let of = |argument: &'static str, kind: &'static str| {
        endpoint.get(argument).texts().filter_map(move |id| account.one(kind, id))
    };
    let mut parts = of("subnet_ids", "aws_subnet")
        .chain(of("security_group_ids", "aws_security_group"))
        .chain(of("route_table_ids", "aws_route_table"));
    if let Some(other) = parts.find_map(|one| one.get("vpc_id").text().filter(|other| *other != id))
    {
        return Some(format!("InvalidParameter: {other} is not {id}"));
    }
    let mut zones = BTreeSet::new();
    of("subnet_ids", "aws_subnet")
        .filter_map(|one| one.get("availability_zone_id").text())
        .find(|zone| !zones.insert(*zone))
        .map(|zone| {
            format!("DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in {zone}.")
        })
}

fn tables(object: Object<'_>, account: &Account) -> Option<String> {
    let endpoint = object.after;
    let same = |one: &&Value, name: &str| one.get(name) == endpoint.get(name);
    let others =
        account.all(object.kind).filter(|one| !same(one, "id") && same(one, "service_name"));
    let taken: BTreeSet<&str> = others.flat_map(|one| one.get("route_table_ids").texts()).collect();
    let table = endpoint.get("route_table_ids").texts().find(|table| taken.contains(table))?;
    Some(format!("RouteAlreadyExists: route table {table} already has a route to the service"))
}
