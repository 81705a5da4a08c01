//! What a domain of OpenSearch is made of fits together: zones, subnets and nodes, who sees what, and what its classes can do.
//!
//! Sources: botocore 1.44 of OpenSearch (`ZoneAwarenessConfig`, `VPCOptions`, `MasterUserOptions.MasterUserARN`, `DomainEndpointOptions`, `AdvancedOptions`, `ClusterConfig.DedicatedMasterCount`); aws/aws-cdk issues 7804 and
//! 29346, cyberlabrs/terraform-aws-opensearch issues 7 and 12 ("You must specify exactly two subnets"); cloudposse/terraform-aws-elasticsearch
//! issue 192 ("You must choose an even number of data nodes for a two Availability Zone deployment"); OpenSearch Service developer guide,
//! "Fine-grained access control", "Monitoring audit logs", "Auto-Tune", "Supported instance types".

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, said, texts_at};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "search_domain", on: &["aws_opensearch_domain"], check };

/// What `AdvancedOptions` has.
const OPTIONS: [&str; 4] = [
    "indices.fielddata.cache.size",
    "indices.query.bool.max_clause_count",
    "override_main_response_version",
    "rest.action.multi.allow_explicit_index",
];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let domain = object.after;
    let found = zones(domain, account).or_else(|| nodes(domain)).or_else(|| access(domain));
    found.map_or(Ok(()), |detail| {
        let detail = format!("ValidationException: {detail}");
        Err(Problem::new("OpenSearch refuses the domain").detail(detail))
    })
}

fn on(value: &Value) -> bool {
    *value == Value::Bool(true)
}

fn first<'a>(domain: &'a Value, block: &str) -> &'a Value {
    domain.get(block).items().first().unwrap_or(&Value::Null)
}

/// How many zones the nodes are in.
fn spread(domain: &Value) -> i64 {
    let cluster = first(domain, "cluster_config");
    if !on(cluster.get("zone_awareness_enabled")) {
        return 1;
    }
    first(cluster, "zone_awareness_config").get("availability_zone_count").as_i64().unwrap_or(2)
}

fn zones(domain: &Value, account: &Account) -> Option<String> {
    let zones = spread(domain);
    if domain.get("vpc_options").is_absent() {
        return None;
    }
    let subnets = texts_at(domain, "vpc_options.subnet_ids");
    if i64::try_from(subnets.len()) != Ok(zones) {
        return Some(format!(
            "You must specify exactly {zones} subnets because you've set zone count to {zones}."
        ));
    }
    let known = || subnets.iter().filter_map(|id| account.meant_by(id).next());
    let said = |subnet: &'_ Value, name: &str| subnet.get(name).text().map(str::to_owned);
    // A tree says one of them, and the other is made up.
    let zone = |subnet| (said(subnet, "availability_zone"), said(subnet, "availability_zone_id"));
    let places: BTreeSet<_> = known().map(|(_, subnet)| zone(subnet)).collect();
    if places.len() < known().count() {
        return Some("You must specify subnets in different Availability Zones.".to_owned());
    }
    let groups = texts_at(domain, "vpc_options.security_group_ids").into_iter();
    let groups = groups.filter_map(|id| account.meant_by(id).next());
    let networks: BTreeSet<_> =
        known().chain(groups).map(|(_, part)| said(part, "vpc_id")).collect();
    (networks.len() > 1)
        .then(|| "You must specify subnets and security groups of one VPC.".to_owned())
}

fn nodes(domain: &Value) -> Option<String> {
    let cluster = first(domain, "cluster_config");
    let (zones, count) = (spread(domain), cluster.get("instance_count").as_i64().unwrap_or(1));
    let word = |name| cluster.get(name).text().unwrap_or_default();
    let class = word("instance_type");
    if zones == 2 && count % 2 != 0 {
        return Some(
            "You must choose an even number of data nodes for a two Availability Zone deployment"
                .to_owned(),
        );
    }
    if count < zones {
        return Some(format!(
            "You must choose a minimum of {zones} data nodes for a {zones} Availability Zone deployment"
        ));
    }
    let master = word("dedicated_master_type");
    if on(cluster.get("dedicated_master_enabled")) {
        if cluster
            .get("dedicated_master_count")
            .as_i64()
            .is_some_and(|count| ![3, 5].contains(&count))
        {
            return Some(
                "You must choose a valid number of dedicated master nodes: 3 or 5".to_owned(),
            );
        }
        let data_only = ["oi2.", "om2.", "or1.", "or2.", "ultrawarm1."];
        if data_only.iter().any(|family| master.starts_with(family)) {
            return Some(format!("{master} is for data only"));
        }
    }
    let tuned = first(domain, "auto_tune_options").get("desired_state").text() == Some("ENABLED");
    let burstable = |class: &str| class.starts_with("t2.") || class.starts_with("t3.");
    (tuned && [class, master].into_iter().any(burstable)).then(|| {
        "Autotune is not supported in t2/t3 instance types. Disable autotune or change your instance type.".to_owned()
    })
}

fn access(domain: &Value) -> Option<String> {
    let fine = on(first(domain, "advanced_security_options").get("enabled"));
    let enabled = |block: &str, name: &str| on(first(domain, block).get(name));
    let needed = [
        ("encrypt_at_rest", "enabled"),
        ("node_to_node_encryption", "enabled"),
        ("domain_endpoint_options", "enforce_https"),
    ];
    if fine && let Some((block, name)) = needed.iter().find(|(block, name)| !enabled(block, name)) {
        return Some(format!("You must set {block}.{name} to use advanced security options."));
    }
    let master = first(first(domain, "advanced_security_options"), "master_user_options");
    if on(first(domain, "advanced_security_options").get("internal_user_database_enabled"))
        && said(master, "master_user_arn").is_some()
    {
        return Some(
            "You can specify a master user ARN only if the internal user database is not enabled."
                .to_owned(),
        );
    }
    let unknown = domain.get("advanced_options").pairs();
    if let Some(name) =
        unknown.and_then(|pairs| pairs.keys().find(|name| !OPTIONS.contains(&name.as_str())))
    {
        return Some(format!("Unrecognized advanced option '{name}' passed."));
    }
    let endpoint = first(domain, "domain_endpoint_options");
    if on(endpoint.get("custom_endpoint_enabled")) && said(endpoint, "custom_endpoint").is_none() {
        return Some("Custom endpoint is enabled, but not provided.".to_owned());
    }
    let named =
        ["master_user_arn", "master_user_name"].iter().any(|name| said(master, name).is_some());
    if fine && !named {
        return Some("You must provide a master user to use advanced security options.".to_owned());
    }
    let logs = domain.get("log_publishing_options").items().iter();
    let mut audits = logs.filter(|log| log.get("log_type").text() == Some("AUDIT_LOGS"));
    (!fine && audits.any(|log| *log.get("enabled") != Value::Bool(false))).then(|| {
        "Audit log publishing cannot be enabled as you do not have advanced security options configured.".to_owned()
    })
}
