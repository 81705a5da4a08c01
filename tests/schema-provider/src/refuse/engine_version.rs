//! Another version of a database: its cluster has an instance that takes it, and in a global database the ones that read get it
//! first, a major one all of them through the global cluster.
//!
//! Sources: the acceptance tests of hashicorp/terraform-provider-aws (`TestAccRDSCluster_engineVersion`: "Cannot modify engine
//! version without a healthy primary instance in DB cluster") and `internal/service/rds/global_cluster.go` of its major version
//! 6, which changes a minor version cluster by cluster; its issue 29487 ("as global replica(s) are running lower version");
//! aws/aws-cdk issue 22180 ("The specified DB Instance is a member of a cluster. Modify the DB engine version for the DB Cluster").

use aws_catalogue::Value;

use super::global_database::{answers, members};
use super::{Rule, said};
use crate::account::{Account, Key, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "engine_version",
    on: &["aws_rds_cluster", "aws_rds_cluster_instance", "aws_rds_global_cluster"],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let versions = (said(object.before, "engine_version"), said(object.after, "engine_version"));
    let (Some(before), Some(after)) = versions else { return Ok(()) };
    if before == after {
        return Ok(());
    }
    let detail = match object.kind {
        "aws_rds_cluster" => cluster(object, before, after, account),
        "aws_rds_global_cluster" => {
            let named = object.after.get("global_cluster_identifier");
            let mut all = account.keyed("aws_rds_cluster");
            all.find(|(key, one)| {
                one.get("global_cluster_identifier") == named && !answers(key, account)
            })
            .map(|(key, _)| without(key))
        }
        _ => Some(
            "InvalidParameterCombination: The specified DB Instance is a member of a cluster. Modify the DB engine version for \
             the DB Cluster using the ModifyDbCluster API"
                .to_owned(),
        ),
    };
    match detail {
        Some(detail) => Err(Problem::new("RDS refuses the version").detail(detail)),
        None => Ok(()),
    }
}

fn cluster(object: Object<'_>, before: &str, after: &str, account: &Account) -> Option<String> {
    let key = Key::of(object.kind, object.region, object.after)?;
    if !answers(&key, account) {
        return Some(without(&key));
    }
    let others = members(object.after, object.region, account);
    if others.is_empty() {
        return None;
    }
    if major(before) != major(after) {
        return Some(
            "InvalidParameterCombination: A major version is changed on the global cluster"
                .to_owned(),
        );
    }
    let lower = |one: &Value| said(one, "engine_version").is_some_and(|version| version != after);
    let writes = said(object.after, "master_username").is_some();
    (writes && others.iter().any(|(_, one)| lower(one))).then(|| {
        format!(
            "InvalidDBClusterStateFault: Cannot upgrade DB cluster {} as global replica(s) are running lower version",
            key.name
        )
    })
}

fn without(key: &Key) -> String {
    format!(
        "InvalidDBClusterStateFault: Cannot modify engine version without a healthy primary instance in DB cluster: {} in {}",
        key.name, key.region
    )
}

/// `17` of 17.7, `8.0` of `8.0.mysql_aurora.3.10.6`.
fn major(version: &str) -> &str {
    version
        .split_once(".mysql")
        .or_else(|| version.split_once('.'))
        .map_or(version, |(major, _)| major)
}
