//! What records of one name may be beside each other, and what a record of a type may say.
//!
//! Sources: botocore 1.44 of Route 53, `ResourceRecordSet` (`Region`: one latency record for each; `Weight`; `TTL`; `SetIdentifier`) and `AliasTarget`
//! (`HostedZoneId`; `EvaluateTargetHealth`: not for a `CloudFront` distribution); the answers: kubernetes-sigs/external-dns issues 1411 and 4345 (policies
//! beside each other), hashicorp/terraform-provider-aws issue 15706; Route 53 developer guide, "Supported DNS record types" (CNAME).

use std::net::{Ipv4Addr, Ipv6Addr};

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "record_set", on: &["aws_route53_record"], check };

const POLICIES: [&str; 6] = [
    "cidr_routing_policy",
    "failover_routing_policy",
    "geolocation_routing_policy",
    "geoproximity_routing_policy",
    "latency_routing_policy",
    "weighted_routing_policy",
];
/// What an alias may be of: the name, and the zone that it is in.
const TARGETS: [(&str, &str, &str); 4] = [
    ("aws_cloudfront_distribution", "domain_name", "hosted_zone_id"),
    ("aws_globalaccelerator_accelerator", "dns_name", "hosted_zone_id"),
    ("aws_lb", "dns_name", "zone_id"),
    ("aws_route53_record", "fqdn", "zone_id"),
];
/// The zone that all distributions of CloudFront are aliases in.
const CLOUDFRONT: &str = "Z2FDTNDATAQYW2";

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let record = object.after;
    let answer = alone(record).or_else(|| aim(record, account)).or_else(|| {
        let zone =
            |one: &&Value| one.get("zone_id") == record.get("zone_id") && name(one) == name(record);
        let same = |one: &Value| {
            let told = ["type", "set_identifier"];
            told.iter().all(|argument| one.get(argument) == record.get(argument))
        };
        // What it takes the place of.
        let was = |one: &Value| one.get("id") == object.before.get("id");
        let others = account.all(object.kind).filter(zone);
        others.filter(|one| !same(one) && !was(one)).find_map(|other| beside(record, other))
    });
    refused(
        "Route 53 refuses the record",
        answer.map(|answer| format!("InvalidChangeBatch: [{answer}]")),
    )
}

/// As DNS compares: without case and without the last dot.
fn name(record: &Value) -> Option<String> {
    let name = record.get("fqdn").text().or_else(|| record.get("name").text())?;
    Some(name.trim_end_matches('.').to_lowercase())
}

fn policy(record: &Value) -> &'static str {
    if *record.get("multivalue_answer_routing_policy") == Value::Bool(true) {
        return "multivalue_answer_routing_policy";
    }
    POLICIES.into_iter().find(|name| !record.get(name).is_absent()).unwrap_or("simple")
}

/// A name and the zone that it is in are of one thing.
fn aim(record: &Value, account: &Account) -> Option<String> {
    let alias = record.get("alias").items().first()?;
    let plain =
        |text: &str| text.trim_end_matches('.').trim_start_matches("dualstack.").to_lowercase();
    let (name, zone) = (plain(alias.get("name").text()?), alias.get("zone_id").text()?);
    let things = TARGETS.iter().flat_map(|(kind, by, zone)| {
        account.all(kind).map(move |thing| (*kind, thing.get(by).text(), thing.get(zone).text()))
    });
    let things = things.filter(|(_, one, _)| one.map(plain).as_deref() == Some(&*name));
    let things: Vec<_> = things.collect();
    let told = record.get("type").text()?;
    let of_addresses = |(kind, ..): &(&str, _, _)| !RULE.on.contains(kind);
    if !["A", "AAAA", "HTTPS"].contains(&told) && things.iter().any(of_addresses) {
        return Some(format!(
            "Tried to create an alias of type {told} to {name}., which has addresses only"
        ));
    }
    (!things.is_empty() && !things.iter().any(|(.., one)| *one == Some(zone))).then(|| {
        format!("Tried to create an alias that targets {name}., but the alias target name does not lie within the target zone {zone}")
    })
}

fn alone(record: &Value) -> Option<String> {
    let kind = record.get("type").text()?;
    let apart = said(record, "set_identifier").is_some();
    if apart != (policy(record) != "simple") {
        return Some(
            "A record with a routing policy, and no other, has a SetIdentifier".to_owned(),
        );
    }
    let values: Vec<&str> = record.get("records").texts().collect();
    if kind == "CNAME" && values.len() > 1 {
        return Some("CNAME records cannot have more than one value.".to_owned());
    }
    let sound = |value: &&str| match kind {
        "A" => value.parse::<Ipv4Addr>().is_ok(),
        "AAAA" => value.parse::<Ipv6Addr>().is_ok(),
        _ => numbered(kind, value),
    };
    if let Some(value) = values.iter().find(|value| !sound(value)) {
        return Some(format!("Invalid Resource Record: '{value}' is no value of type {kind}."));
    }
    let mut aliases = record.get("alias").items().iter();
    let unfit = aliases.any(|alias| {
        alias.get("zone_id").text() == Some(CLOUDFRONT)
            && *alias.get("evaluate_target_health") == Value::Bool(true)
    });
    unfit.then(|| {
        "EvaluateTargetHealth cannot be set to true when the alias target is a CloudFront distribution."
            .to_owned()
    })
}

/// Whether a value begins with as many numbers as its type has, and goes on.
fn numbered(kind: &str, value: &str) -> bool {
    let count = match kind {
        "CAA" | "HTTPS" | "MX" | "SVCB" => 1,
        "NAPTR" | "SSHFP" => 2,
        "DS" | "SRV" | "TLSA" => 3,
        _ => return true,
    };
    let words: Vec<&str> = value.split_whitespace().collect();
    words.len() > count && words.iter().take(count).all(|word| word.parse::<u16>().is_ok())
}

/// Why a record cannot be beside another of its name.
fn beside(record: &Value, other: &Value) -> Option<String> {
    let (name, kind, beside) =
        (name(record)?, record.get("type").text()?, other.get("type").text()?);
    if kind != beside {
        return (kind == "CNAME" || beside == "CNAME").then(|| {
            format!(
                "RRSet of type {kind} with DNS name {name}. is not permitted as it conflicts with other records with the \
                 same DNS name."
            )
        });
    }
    let (own, others) = (policy(record), policy(other));
    if own != others {
        return Some(format!(
            "RRSet with DNS name {name}., type {kind} cannot be created as a set of {others} exists with the same name and \
             type, not of {own}."
        ));
    }
    let region = |record: &Value| {
        let policy = record.get("latency_routing_policy").items().first()?;
        policy.get("region").text().map(str::to_owned)
    };
    if own == "latency_routing_policy" && region(record) == region(other) {
        return Some(format!(
            "RRSet with DNS name {name}., type {kind} has a record for the region already."
        ));
    }
    (own == "weighted_routing_policy" && record.get("ttl") != other.get("ttl"))
        .then(|| format!("RRSets with DNS name {name}., type {kind} must have the same TTL."))
}
