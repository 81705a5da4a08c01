//! Rules of a security group: none twice, with ports that can be, between groups of one network.
//!
//! Sources: terraform-aws-modules/terraform-aws-security-group issue 321 (`InvalidPermission.Duplicate`); botocore 1.44 of EC2,
//! `IpPermission` (`FromPort`, `ToPort`); EC2 error codes, `InvalidGroup.NotFound` ("two resources that belong to different networks").

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "security_rule",
    on: &["aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"],
    check,
};

const PEERS: [&str; 4] =
    ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let answer = ports(object.after)
        .or_else(|| network(object.after, account))
        .or_else(|| beside(object, account));
    refused("EC2 refuses the rule", answer)
}

fn ports(rule: &Value) -> Option<String> {
    let protocol = rule.get("ip_protocol").text()?;
    let (from, to) = (rule.get("from_port").as_i64(), rule.get("to_port").as_i64());
    let icmp = ["icmp", "icmpv6", "1", "58"].contains(&protocol);
    let outside = |number: Option<i64>| number.is_some_and(|number| !(-1..=255).contains(&number));
    if icmp && (outside(from) || outside(to)) {
        return Some(format!(
            "InvalidParameterValue: ICMP code or type is invalid ({from:?}:{to:?})"
        ));
    }
    if !["tcp", "udp", "6", "17"].contains(&protocol) {
        return None;
    }
    match (rule.get("from_port").as_i64(), rule.get("to_port").as_i64()) {
        (Some(from), Some(to)) if 0 <= from && from <= to && to <= 65_535 => None,
        (Some(from), Some(to)) => Some(format!("InvalidParameterValue: Invalid TCP/UDP port range ({from}:{to})")),
        _ => Some("InvalidParameterValue: Invalid value for portRange. Must specify both from and to ports with TCP/UDP.".to_owned()),
    }
}

/// Groups know each other inside one network, and through peerings, of which nothing is known here.
fn network(rule: &Value, account: &Account) -> Option<String> {
    let of = |name: &str| {
        account.one("aws_security_group", rule.get(name).text()?)?.get("vpc_id").text()
    };
    let (own, other) = (of("security_group_id")?, of("referenced_security_group_id")?);
    (own != other).then(|| {
        format!("InvalidGroup.NotFound: You have specified two resources that belong to different networks: {own}, {other}.")
    })
}

fn beside(object: Object<'_>, account: &Account) -> Option<String> {
    let same = |one: &Value, name: &str| one.get(name) == object.after.get(name);
    let others = account.all(object.kind).filter(|one| !same(one, "id"));
    let told = PEERS.iter().chain(&["security_group_id", "ip_protocol", "from_port", "to_port"]);
    let taken = others.into_iter().any(|one| told.clone().all(|name| same(one, name)));
    (taken && !object.after.is_null())
        .then(|| "InvalidPermission.Duplicate: the specified rule already exists".to_owned())
}
