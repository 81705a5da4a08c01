//! The clusters of a global database: one writes and has the master user, the others join it, one of a region each, and all are
//! of one version.
//!
//! Sources: Aurora user guide, "Using Amazon Aurora Global Database" (one cluster of a region, up to ten secondaries, classes,
//! no managed master password); RDS API reference, `CreateDBCluster` and `CreateGlobalCluster`; hashicorp/terraform-provider-aws
//! issues 10188 ("Cannot specify user name for cross region replication cluster"), 26030 ("The parameter `MasterUsername` must be provided"),
//! 28546 ("Source cluster is in a state which is not valid for physical replication"), 8186 ("primary member of global cluster while
//! there are other global cluster members") and 27736 ("instance class is not supported by global databases").

use aws_catalogue::Value;

use super::{Rule, said};
use crate::account::{Account, Key, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "global_database",
    on: &["aws_rds_cluster", "aws_rds_cluster_instance", "aws_rds_global_cluster"],
    check,
};

/// Where there is a global database of its own, its members are told by this.
const GLOBAL: &str = "global_cluster_identifier";

/// Versions whose standard support is over, up to a major one: "Release calendars" of Aurora `PostgreSQL` and Aurora `MySQL`.
const UNSUPPORTED: [(&str, &str, i64); 2] =
    [("aurora-postgresql", "", 13), ("aurora-mysql", "mysql_aurora.", 2)];

/// What a cluster that joins gets from the one that writes.
const OF_THE_WRITER: [&str; 4] =
    ["database_name", "master_password", "master_password_wo_version", "master_username"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let detail = match (object.kind, object.before.is_null(), object.after.is_null()) {
        ("aws_rds_cluster", true, _) => joins(object, account),
        ("aws_rds_cluster", _, true) => leaves(object, account),
        ("aws_rds_cluster_instance", _, false) => instance(object, account),
        ("aws_rds_global_cluster", _, false) => support(object),
        _ => None,
    };
    match detail {
        Some(detail) => Err(Problem::new("RDS refuses it in a global database").detail(detail)),
        None => Ok(()),
    }
}

/// The other clusters of a cluster's global database.
pub(super) fn members<'a>(
    cluster: &'a Value,
    region: &'a str,
    account: &'a Account,
) -> Vec<(&'a Key, &'a Value)> {
    let Some(of) = said(cluster, GLOBAL) else { return Vec::new() };
    let this = Key::of("aws_rds_cluster", region, cluster);
    let all = account.keyed("aws_rds_cluster");
    all.filter(|(key, other)| Some(*key) != this.as_ref() && other.get(GLOBAL).text() == Some(of))
        .collect()
}

/// Whether a cluster has an instance.
pub(super) fn answers(key: &Key, account: &Account) -> bool {
    let mut instances = account.keyed("aws_rds_cluster_instance");
    instances.any(|(instance, one)| {
        instance.region == key.region && one.get("cluster_identifier").text() == Some(&key.name)
    })
}

fn joins(object: Object<'_>, account: &Account) -> Option<String> {
    let cluster = object.after;
    let of = said(cluster, GLOBAL)?;
    let others = members(cluster, object.region, account);
    if let Some((key, _)) = others.iter().find(|(key, _)| key.region == object.region) {
        return Some(format!(
            "InvalidParameterValue: {of} has the cluster {} in {} already",
            key.name, key.region
        ));
    }
    if others.len() > 10 {
        return Some(format!("InvalidParameterValue: {of} has ten secondary clusters already"));
    }
    if *cluster.get("manage_master_user_password") == Value::Bool(true) {
        return Some("InvalidParameterCombination: ManageMasterUserPassword is not supported for global databases".to_owned());
    }
    let mut databases = account.all("aws_rds_global_cluster");
    let database = databases.find(|one| one.get(GLOBAL).text() == Some(of));
    if let Some(argument) = database.and_then(|database| differs(cluster, database)) {
        return Some(format!(
            "InvalidParameterCombination: {argument} must be that of the global cluster {of}"
        ));
    }
    member(cluster, &others, account)
}

/// As the one that writes, or as one of the others.
fn member(cluster: &Value, others: &[(&Key, &Value)], account: &Account) -> Option<String> {
    let has = |cluster: &Value, argument: &str| {
        said(cluster, argument).is_some() || cluster.get(argument).as_i64().is_some()
    };
    let writer = others.iter().any(|(_, one)| has(one, "master_username"));
    if let Some(argument) = OF_THE_WRITER.iter().find(|argument| has(cluster, argument)) {
        return writer.then(|| {
            format!("InvalidParameterCombination: Cannot specify {argument} for cross region replication cluster")
        });
    }
    if others.is_empty() {
        let copied = ["snapshot_identifier", "replication_source_identifier"];
        let copied = copied.iter().any(|from| said(cluster, from).is_some());
        return (!copied).then(|| {
            "InvalidParameterValue: The parameter MasterUsername must be provided and must not be blank.".to_owned()
        });
    }
    (!others.iter().any(|(key, _)| answers(key, account))).then(|| {
        "InvalidDBClusterStateFault: Source cluster is in a state which is not valid for physical replication".to_owned()
    })
}

fn differs(cluster: &Value, database: &Value) -> Option<&'static str> {
    let other = |argument: &&&str| match (said(cluster, argument), said(database, argument)) {
        (Some(own), Some(of)) => own != of,
        _ => false,
    };
    let encrypted = "storage_encrypted";
    if cluster.get(encrypted) != database.get(encrypted) {
        return Some(encrypted);
    }
    ["engine", "engine_version"].iter().find(other).copied()
}

fn leaves(object: Object<'_>, account: &Account) -> Option<String> {
    let others = members(object.before, object.region, account);
    (said(object.before, "master_username").is_some() && !others.is_empty()).then(|| {
        "InvalidGlobalClusterStateFault: Unable to delete cluster that is a primary member of global cluster while there are \
         other global cluster members"
            .to_owned()
    })
}

fn instance(object: Object<'_>, account: &Account) -> Option<String> {
    let class = said(object.after, "instance_class")?;
    let named = object.after.get("cluster_identifier").text();
    let mut clusters = account.keyed("aws_rds_cluster");
    let (_, cluster) = clusters
        .find(|(key, _)| key.region == object.region && Some(key.name.as_str()) == named)?;
    if class.starts_with("db.t") && said(cluster, GLOBAL).is_some() {
        return Some(format!(
            "InvalidParameterValue: The requested instance class is not supported by global databases: {class}"
        ));
    }
    let scales = !cluster.get("serverlessv2_scaling_configuration").is_absent();
    (class == "db.serverless" && !scales).then(|| {
        "InvalidDBClusterStateFault: Set the Serverless v2 scaling configuration on the parent DB cluster before creating a \
         Serverless v2 DB instance."
            .to_owned()
    })
}

fn support(object: Object<'_>) -> Option<String> {
    let (engine, version) = (said(object.after, "engine")?, said(object.after, "engine_version")?);
    let disabled = object.after.get("engine_lifecycle_support").text()
        == Some("open-source-rds-extended-support-disabled");
    let (_, before, last) = UNSUPPORTED.iter().find(|(one, ..)| *one == engine)?;
    let major = version.rsplit(before).next().filter(|_| !before.is_empty()).unwrap_or(version);
    let major: i64 = major.split('.').next()?.parse().ok()?;
    (disabled && major <= *last).then(|| {
        format!("InvalidParameterCombination: {engine} {version} is past the end of its standard support")
    })
}
