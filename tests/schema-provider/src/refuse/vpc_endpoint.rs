//! What an endpoint of a kind takes: a gateway endpoint is in route tables, an interface endpoint in subnets with groups and names, in
//! one network, and both are of a service of that region.
//!
//! Sources: botocore 1.44 of EC2, `CreateVpcEndpoint` (`RouteTableIds`, `SubnetIds`, `SecurityGroupIds`, `PrivateDnsEnabled`, `VpcEndpointType`: a gateway, where
//! nothing is said); how services are called: `vpc_endpoint.txt`; two that want the same names: hashicorp/terraform-provider-aws issue 17535;
//! AWS `PrivateLink` guide, "Access an AWS service using an interface VPC endpoint" (DNS attributes of the VPC; one subnet for each zone) and "AWS services
//! that integrate with AWS `PrivateLink`"; "Gateway endpoints" (S3 and `DynamoDB`); terraform-aws-modules/terraform-aws-vpc issue 1178.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "vpc_endpoint", on: &["aws_vpc_endpoint"], check };

/// What stands after `com.amazonaws.<region>.`
static SERVICES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("vpc_endpoint.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

const GATEWAYS: [&str; 2] = ["dynamodb", "s3"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let endpoint = object.after;
    let answer = kind(endpoint)
        .or_else(|| service(object))
        .or_else(|| network(endpoint, account))
        .or_else(|| beside(object, account));
    refused("EC2 refuses the endpoint", answer)
}

fn kind_of(endpoint: &Value) -> &str {
    said(endpoint, "vpc_endpoint_type").unwrap_or("Gateway")
}

fn named(endpoint: &Value) -> bool {
    *endpoint.get("private_dns_enabled") == Value::Bool(true)
}

fn kind(endpoint: &Value) -> Option<String> {
    let kind = kind_of(endpoint);
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
    // What others offer is named otherwise.
    let of_aws = region != "vpce";
    let lonely = of_aws && (region != object.region || miswritten(service))
        || (kind_of(object.after) == "Gateway" && !GATEWAYS.contains(&service));
    lonely.then(|| format!("InvalidServiceName: The Vpc Endpoint Service '{name}' does not exist"))
}

/// Whether a name is that of services of the list, not quite: of several of them, or with another mark between its words. What the list has nothing
/// like may be younger than the list.
fn miswritten(service: &str) -> bool {
    let words = |name: &str| name.replace('.', "-");
    let like = |known: &&str| {
        let family = known.strip_prefix(service).is_some_and(|rest| rest.starts_with('.'));
        family || words(known) == words(service)
    };
    !SERVICES.contains(service) && SERVICES.iter().any(like)
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
    let six = endpoint.get("ip_address_type").text();
    let bare = |one: &Value| said(one, "ipv6_cidr_block").is_none();
    if six.is_some_and(|kind| ["dualstack", "ipv6"].contains(&kind))
        && of("subnet_ids", "aws_subnet").any(bare)
    {
        return Some("InvalidParameter: a subnet has no addresses of IPv6, which the IP address type asks for".to_owned());
    }
    let mut zones = BTreeSet::new();
    of("subnet_ids", "aws_subnet")
        .filter_map(|one| one.get("availability_zone_id").text())
        .find(|zone| !zones.insert(*zone))
        .map(|zone| {
            format!("DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in {zone}.")
        })
}

/// Other endpoints of the service: each table has one route to it, and each network one set of names.
fn beside(object: Object<'_>, account: &Account) -> Option<String> {
    let endpoint = object.after;
    let same = |one: &&Value, name: &str| one.get(name) == endpoint.get(name);
    let others =
        || account.all(object.kind).filter(|one| !same(one, "id") && same(one, "service_name"));
    if named(endpoint) && others().any(|one| named(one) && same(&one, "vpc_id")) {
        return Some(
            "InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain in the VPC"
                .to_owned(),
        );
    }
    let others = others();
    let taken: BTreeSet<&str> = others.flat_map(|one| one.get("route_table_ids").texts()).collect();
    let table = endpoint.get("route_table_ids").texts().find(|table| taken.contains(table))?;
    Some(format!("RouteAlreadyExists: route table {table} already has a route to the service"))
}
