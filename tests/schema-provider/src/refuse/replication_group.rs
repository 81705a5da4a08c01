//! A group of nodes of `ElastiCache` that fails over has somewhere to go, and a member of a global one is what the primary is.
//!
//! Sources: botocore 1.44 of `ElastiCache`, `CreateReplicationGroup` (`AutomaticFailoverEnabled`, `MultiAZEnabled`) and `CreateGlobalReplicationGroup`; hashicorp/terraform-provider-aws
//! issues 17768 ("Global replication group is not supported for the node type") and 22528 ("is part of a global cluster"), pull request 39745 (what a secondary must not say);
//! `ElastiCache` user guide, "Prerequisites and limitations" of global datastores.

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "replication_group",
    on: &["aws_elasticache_global_replication_group", "aws_elasticache_replication_group"],
    check,
};

/// What a secondary takes from the primary.
const INHERITED: [&str; 7] = [
    "at_rest_encryption_enabled",
    "engine",
    "engine_version",
    "node_type",
    "num_node_groups",
    "parameter_group_name",
    "transit_encryption_enabled",
];
/// Of all members, through the global group.
const SHARED: [&str; 3] = ["engine_version", "node_type", "parameter_group_name"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        "aws_elasticache_replication_group" => {
            member(object, account).or_else(|| failover(object.after))
        }
        _ => global(object.after, account),
    };
    refused("ElastiCache refuses it", answer)
}

fn member(object: Object<'_>, account: &Account) -> Option<String> {
    let (before, after) = (object.before, object.after);
    let id = said(after, "global_replication_group_id")?;
    if before.is_null() {
        let others = account.all(object.kind);
        let others = others.filter(|one| said(one, "global_replication_group_id") == Some(id));
        if others.count() > 1 {
            return Some(
                "InvalidParameterValue: a global datastore has up to two secondaries".to_owned(),
            );
        }
        let own = INHERITED.iter().find(|name| {
            let value = after.get(name);
            !value.is_absent() && (value.text().is_none() || said(after, name).is_some())
        })?;
        return Some(format!(
            "InvalidParameterCombination: Cannot use the given parameters when creating new replication group in an existing global replication group: {own}"
        ));
    }
    let changed = SHARED.iter().find(|name| before.get(name) != after.get(name))?;
    Some(format!(
        "InvalidParameterValue: Cluster is part of a global cluster [{id}]. Request rejected: {changed}"
    ))
}

fn failover(group: &Value) -> Option<String> {
    let on = |name: &str| *group.get(name) == Value::Bool(true);
    let number = |name: &str| group.get(name).as_i64();
    let sharded = number("num_node_groups").is_some_and(|groups| groups > 1);
    let nodes =
        number("num_cache_clusters").or(number("replicas_per_node_group").map(|more| more + 1));
    let alone = nodes.is_some_and(|nodes| nodes < 2);
    if on("automatic_failover_enabled") && !sharded && alone {
        return Some("InvalidParameterValue: Replication group with automatic failover must have at least 2 cache clusters".to_owned());
    }
    if on("multi_az_enabled") && (!on("automatic_failover_enabled") || alone) {
        return Some(
            "InvalidParameterCombination: Multi-AZ needs automatic failover and a replica"
                .to_owned(),
        );
    }
    (sharded && !on("automatic_failover_enabled") && !group.is_null()).then(|| {
        "InvalidParameterCombination: Redis with cluster mode enabled cannot be created with auto failover turned off".to_owned()
    })
}

fn global(global: &Value, account: &Account) -> Option<String> {
    let id = said(global, "primary_replication_group_id")?;
    let mut groups = account.all("aws_elasticache_replication_group");
    let primary = groups.find(|one| {
        ["id", "replication_group_id"].iter().any(|by| one.get(by).text() == Some(id))
    })?;
    let class = said(primary, "node_type")?;
    let burstable =
        ["cache.t2.", "cache.t3.", "cache.t4g."].iter().any(|one| class.starts_with(one));
    let small = ["micro", "small", "medium"].iter().any(|size| class.ends_with(size));
    (burstable || small).then(|| {
        format!("InvalidParameterValue: Global replication group is not supported for the node type: {class}")
    })
}
