//! A cluster's security groups are of the network that its subnets are in, and what the internet may reach is in one that it reaches.
//!
//! Source: RDS API reference, `CreateDBCluster` (`InvalidVPCNetworkStateFault`); github.com/terraform-aws-modules/terraform-aws-rds issue
//! 395 ("The DB instance and EC2 security group are in different VPCs."); Amazon RDS user guide, "Working with a DB instance in a VPC" (an internet gateway, DNS resolution and DNS
//! hostnames of what is publicly accessible).

use aws_catalogue::Value;

use super::{Rule, refused, said, subnet_group};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "database_network", on: &["aws_rds_cluster", "aws_rds_cluster_instance"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        "aws_rds_cluster" => apart(object, account),
        _ => open(object, account),
    };
    refused("The database cannot be in that network", answer)
}

/// The subnets of a cluster's group, or of an instance's own.
fn subnets<'a>(value: &Value, region: &str, account: &'a Account) -> Vec<&'a Value> {
    let named = value.get("db_subnet_group_name");
    let mut groups = account.keyed("aws_db_subnet_group");
    let group = groups.find(|(key, group)| key.region == region && group.get("name") == named);
    group.map(|(_, group)| subnet_group::subnets(group, account)).unwrap_or_default()
}

fn apart(object: Object<'_>, account: &Account) -> Option<String> {
    let cluster = object.after;
    let subnets = subnets(cluster, object.region, account);
    let network = subnets.first().map(|subnet| subnet.get("vpc_id"));
    // Without a group, it is in the default network, where no group of a tree's is.
    if network.is_none() && said(cluster, "db_subnet_group_name").is_some() {
        return None;
    }
    let named = cluster.get("vpc_security_group_ids").items();
    let mut groups = account.all("aws_security_group").filter(|one| named.contains(one.get("id")));
    groups.any(|one| Some(one.get("vpc_id")) != network).then(|| {
        "InvalidParameterCombination: The DB instance and EC2 security group are in different VPCs."
            .to_owned()
    })
}

/// What the internet may reach has a gateway, and names that resolve.
fn open(object: Object<'_>, account: &Account) -> Option<String> {
    let instance = object.after;
    if *instance.get("publicly_accessible") != Value::Bool(true) {
        return None;
    }
    let named = instance.get("cluster_identifier");
    let mut clusters = account.keyed("aws_rds_cluster");
    let cluster = clusters
        .find(|(key, one)| key.region == object.region && one.get("cluster_identifier") == named);
    let subnets = subnets(cluster.map_or(instance, |(_, cluster)| cluster), object.region, account);
    let network = subnets.first().and_then(|subnet| subnet.get("vpc_id").text())?;
    let mut gateways = account.all("aws_internet_gateway");
    if !gateways.any(|one| one.get("vpc_id").text() == Some(network)) {
        return Some(format!(
            "InvalidVPCNetworkStateFault: Cannot create a publicly accessible DBInstance. The specified VPC {network} has no internet gateway attached."
        ));
    }
    let network = account.one("aws_vpc", network)?;
    let off = |name: &str| *network.get(name) == Value::Bool(false);
    ["enable_dns_hostnames", "enable_dns_support"].into_iter().any(off).then(|| {
        "InvalidVPCNetworkStateFault: Cannot create a publicly accessible DBInstance. The specified VPC does not support DNS resolution, DNS hostnames, or both."
            .to_owned()
    })
}
