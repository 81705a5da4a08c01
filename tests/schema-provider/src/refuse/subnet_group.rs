//! The subnets of a database cover two zones of one network, and stay in it.
//!
//! Sources: RDS API reference, `CreateDBSubnetGroup` (`DBSubnetGroupDoesNotCoverEnoughAZs`, `InvalidSubnet`) and
//! `ModifyDBSubnetGroup`; hashicorp/terraform-provider-aws issue 27459 ("The new Subnets are not in the same Vpc as the
//! existing subnet group"). Every load balancer and every cluster of two zones has the same need for zones.

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "subnet_group", on: &["aws_db_subnet_group"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let subnets = subnets(object.after, account);
    // What is not there is not this rule's.
    if subnets.is_empty() || subnets.len() < object.after.get("subnet_ids").items().len() {
        return Ok(());
    }
    let refused = |title: &str, detail: &str| Err(Problem::new(title).detail(detail));
    let zones: BTreeSet<_> = subnets.iter().filter_map(|subnet| zone(subnet)).collect();
    if zones.len() < 2 {
        return refused(
            "The subnets are all in one zone",
            "DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. \
             Current AZ coverage: 1. Add subnets to cover at least 2 AZs.",
        );
    }
    let (networks, before) = (networks(&subnets), self::subnets(object.before, account));
    if networks.len() > 1 {
        return refused(
            "The subnets are of two networks",
            "InvalidSubnet: The subnets must all be in the same VPC.",
        );
    }
    if !before.is_empty() && networks != self::networks(&before) {
        return refused(
            "The subnets are of another network than before",
            "InvalidParameterValue: The new Subnets are not in the same Vpc as the existing subnet group",
        );
    }
    Ok(())
}

/// Those subnets of a group that are there.
pub(super) fn subnets<'a>(group: &Value, account: &'a Account) -> Vec<&'a Value> {
    let named = group.get("subnet_ids");
    let all = account.all("aws_subnet");
    all.filter(|subnet| named.items().contains(subnet.get("id"))).collect()
}

fn networks<'a>(subnets: &[&'a Value]) -> BTreeSet<&'a str> {
    subnets.iter().filter_map(|subnet| subnet.get("vpc_id").text()).collect()
}

/// By its id where that is given: then the name is made up.
fn zone(subnet: &Value) -> Option<&str> {
    said(subnet, "availability_zone_id").or_else(|| subnet.get("availability_zone").text())
}
