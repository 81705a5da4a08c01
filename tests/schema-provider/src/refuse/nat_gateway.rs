//! A regional NAT gateway is of a network and public; a zonal one is in a subnet, and public with an address.
//!
//! Sources: botocore 1.44 of EC2, `CreateNatGateway` (`AvailabilityMode`, `VpcId`, `SubnetId`, `AllocationId`); ansible-collections/amazon.aws
//! pull request 2989 (regional: public only).

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "nat_gateway", on: &["aws_nat_gateway"], check };

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let has = |name: &str| !object.after.get(name).is_null();
    let private = object.after.get("connectivity_type").text() == Some("private");
    let regional = object.after.get("availability_mode").text() == Some("regional");
    let answer = match (regional, private) {
        _ if object.after.is_null() => None,
        (true, true) => Some("InvalidParameterCombination: a regional gateway is public"),
        (true, false) if has("subnet_id") => {
            Some("InvalidParameterCombination: a regional gateway is in no subnet")
        }
        (true, false) if !has("vpc_id") => {
            Some("MissingParameter: The request must contain the parameter VpcId")
        }
        (false, _) if !has("subnet_id") => {
            Some("MissingParameter: The request must contain the parameter SubnetId")
        }
        (false, false) if !has("allocation_id") => {
            Some("MissingParameter: The request must contain the parameter AllocationId")
        }
        (false, true) if has("allocation_id") => {
            Some("InvalidParameterCombination: a private gateway has no address")
        }
        _ => None,
    };
    refused("EC2 refuses the NAT gateway", answer.map(str::to_owned))
}
