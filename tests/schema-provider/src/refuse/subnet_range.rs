//! The addresses of a network are not reserved; those of a subnet lie in its network, and in no other subnet; what wants IPv6 has it.
//!
//! Sources: Amazon VPC user guide, "Subnet CIDR blocks" (/28 to /16; inside the VPC, no overlap) and "VPC CIDR blocks"; EC2 error
//! codes (`InvalidSubnet.Conflict`, `InvalidSubnet.Range`, `InvalidVpc.Range`); hashicorp/terraform issue 33470; botocore 1.44 of EC2, `CreateSubnet`
//! (`AvailabilityZone`, `CidrBlock`, `Ipv6CidrBlock`: "required for an IPv6 only subnet"), `ModifySubnetAttribute` (`AssignIpv6AddressOnCreation`) and `ModifyVpcAttribute` ("You can only enable DNS
//! hostnames if you've enabled DNS support").

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::data;
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "subnet_range", on: &["aws_subnet", "aws_vpc"], check };

/// "This network", loopback, link-local, multicast and above.
const RESERVED: [&str; 4] = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        "aws_vpc" => network(object.after),
        _ => subnet(object, account),
    };
    refused("EC2 refuses the addresses", answer)
}

/// What a subnet without addresses of IPv6 cannot do.
const SIXES: [&str; 2] = ["assign_ipv6_address_on_creation", "ipv6_native"];

fn on(value: &Value, switch: &str) -> bool {
    *value.get(switch) == Value::Bool(true)
}

fn network(network: &Value) -> Option<String> {
    if on(network, "enable_dns_hostnames")
        && *network.get("enable_dns_support") == Value::Bool(false)
    {
        return Some("InvalidParameterCombination: You can only enable DNS hostnames if you've enabled DNS support".to_owned());
    }
    let text = network.get("cidr_block").text()?;
    let own = addresses(text)?;
    let reserved = RESERVED.iter().filter_map(|one| addresses(one)).any(|one| overlap(&one, &own));
    reserved.then(|| format!("InvalidVpc.Range: The CIDR '{text}' is invalid."))
}

fn subnet(object: Object<'_>, account: &Account) -> Option<String> {
    let subnet = object.after;
    // Where a tree says the name of a zone, its id is made up of that.
    let zone = said(subnet, "availability_zone_id").filter(|zone| !zone.starts_with(object.region));
    if let Some(zone) = zone.filter(|zone| !data::has_zone(object.region, zone)) {
        return Some(format!(
            "InvalidParameterValue: Value ({zone}) for parameter availabilityZoneId is invalid."
        ));
    }
    let zone = said(subnet, "availability_zone");
    if let Some(zone) = zone.filter(|zone| !zone.starts_with(object.region)) {
        return Some(format!(
            "InvalidParameterValue: Value ({zone}) for parameter availabilityZone is invalid."
        ));
    }
    let six = said(subnet, "ipv6_cidr_block").or(said(subnet, "ipv6_ipam_pool_id"));
    if let Some(switch) = SIXES.iter().find(|switch| six.is_none() && on(subnet, switch)) {
        return Some(format!(
            "InvalidParameterValue: {switch}: the subnet has no addresses of IPv6"
        ));
    }
    let text = subnet.get("cidr_block").text().filter(|text| !text.is_empty());
    if text.is_none() && six.is_none() && said(subnet, "ipv4_ipam_pool_id").is_none() {
        return (!subnet.is_null()).then(|| {
            "MissingParameter: Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.".to_owned()
        });
    }
    let text = text?;
    let own = addresses(text)?;
    let (_, prefix) = text.rsplit_once('/')?;
    let sized = prefix.parse().is_ok_and(|prefix: u8| (16..=28).contains(&prefix));
    let id = subnet.get("vpc_id").text()?;
    let network = account.one("aws_vpc", id);
    let more = account.all("aws_vpc_ipv4_cidr_block_association");
    let more = more.filter(|one| one.get("vpc_id").text() == Some(id));
    let mut ranges =
        network.into_iter().chain(more).filter_map(|one| addresses(one.get("cidr_block").text()?));
    let inside =
        network.is_none() || ranges.any(|one| one.contains(own.start()) && one.contains(own.end()));
    if !sized || !inside {
        return Some(format!("InvalidSubnet.Range: The CIDR '{text}' is invalid."));
    }
    let others = account.all(object.kind).filter(|one| one.get("id") != subnet.get("id"));
    let mut others = others.filter(|one| one.get("vpc_id").text() == Some(id));
    let taken = others.any(|one| {
        let other = one.get("cidr_block").text().and_then(addresses);
        other.is_some_and(|other| overlap(&other, &own))
    });
    taken
        .then(|| format!("InvalidSubnet.Conflict: The CIDR '{text}' conflicts with another subnet"))
}

fn overlap(one: &RangeInclusive<u32>, other: &RangeInclusive<u32>) -> bool {
    one.start() <= other.end() && other.start() <= one.end()
}

/// The first and the last address of a range.
fn addresses(cidr: &str) -> Option<RangeInclusive<u32>> {
    let (address, prefix) = cidr.split_once('/')?;
    let (address, prefix): (Ipv4Addr, u32) = (address.parse().ok()?, prefix.parse().ok()?);
    let hosts = u32::MAX.checked_shr(prefix).unwrap_or_default();
    let first = u32::from(address) & !hosts;
    Some(first..=first | hosts)
}
