//! A cluster's security groups are of the network that its subnets are in.
//!
//! Source: RDS API reference, `CreateDBCluster` (`InvalidVPCNetworkStateFault`); github.com/terraform-aws-modules/terraform-aws-rds issue
//! 395 ("The DB instance and EC2 security group are in different VPCs.").

use super::{Rule, subnet_group};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "database_network", on: &["aws_rds_cluster"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let named = object.after.get("db_subnet_group_name");
    let mut groups = account.keyed("aws_db_subnet_group");
    let group =
        groups.find(|(key, group)| key.region == object.region && group.get("name") == named);
    let subnets = group.map(|(_, group)| subnet_group::subnets(group, account)).unwrap_or_default();
    let Some(network) = subnets.first().map(|subnet| subnet.get("vpc_id")) else {
        return Ok(());
    };
    let named = object.after.get("vpc_security_group_ids").items();
    let mut groups = account.all("aws_security_group");
    let other = groups.find(|one| named.contains(one.get("id")) && one.get("vpc_id") != network);
    if other.is_some() {
        let detail = "InvalidParameterCombination: The DB instance and EC2 security group are in different VPCs.";
        return Err(Problem::new("The security group is of another network").detail(detail));
    }
    Ok(())
}
