//! What goes with the engine of a database: its logs, and parameters of its own family and version.
//!
//! Sources: RDS API reference, `CreateDBCluster` (`BacktrackWindow`: Aurora `MySQL` alone; `MasterUsername`, `DatabaseName`: no reserved words, which aws-cloudformation/cfn-lint pull request
//! 4425 has tried, and `DataShades`/ckan-aws-templates issue 6; `EnableCloudwatchLogsExports`), `CreateDBClusterParameterGroup` and
//! `ModifyDBClusterParameterGroup` (a static parameter waits for a restart: hashicorp/terraform-provider-aws issue 216, "cannot use
//! immediate apply method for static parameter"; a name of another family: its issue 1598, "Could not find parameter with name"); Aurora
//! user guide, "Aurora PostgreSQL parameters" and "Aurora MySQL configuration parameters" for the parameters, "Read consistency for write
//! forwarding" for `aurora_replica_read_consistency` ("DB parameter or DB cluster parameter", an enumeration), and of MySQL for their values "Overview
//! of Aurora MySQL database logs", "Configuring Aurora MySQL binary logging", "Using Advanced Auditing with an Amazon Aurora MySQL DB cluster" (`ON`, and no
//! restart) and prowler-cloud/prowler pull request 4116 (`require_secure_transport`), and the MySQL reference manual, "Server System Variables"; `database_engine.txt` for the names that PostgreSQL has (of
//! MySQL's not all are known here); the family of the
//! version: awslabs/aws-rails-provisioner issue 5.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aws_catalogue::Value;

use super::{Rule, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "database_engine",
    on: &["aws_rds_cluster", "aws_rds_cluster_instance", "aws_rds_cluster_parameter_group"],
    check,
};

const LOGS: [(&str, &[&str]); 2] = [
    ("aurora-mysql", &["audit", "error", "general", "iam-db-auth-error", "instance", "slowquery"]),
    ("aurora-postgresql", &["iam-db-auth-error", "instance", "postgresql"]),
];

/// Parameters of clusters: the engine that has them, whether they wait for a restart, and the values that they take.
const PARAMETERS: &[(&str, &str, bool, &str)] = &[
    ("aurora_replica_read_consistency", "aurora-mysql", false, "EVENTUAL|SESSION|GLOBAL"),
    ("binlog_format", "aurora-mysql", true, "ROW|STATEMENT|MIXED|OFF"),
    ("general_log", "aurora-mysql", false, "0|1"),
    ("gtid-mode", "aurora-mysql", true, ""),
    ("log_min_duration_statement", "aurora-postgresql", false, "-1..2147483647"),
    ("log_statement", "aurora-postgresql", false, "none|ddl|mod|all"),
    ("long_query_time", "aurora-mysql", false, "0..31536000"),
    ("lower_case_table_names", "aurora-mysql", true, "0|1"),
    ("rds.force_ssl", "aurora-postgresql", false, "0|1"),
    ("rds.logical_replication", "aurora-postgresql", true, "0|1"),
    ("require_secure_transport", "aurora-mysql", false, "ON|OFF"),
    ("server_audit_logging", "aurora-mysql", false, "0|1|ON|OFF"),
    ("shared_preload_libraries", "aurora-postgresql", true, ""),
    ("slow_query_log", "aurora-mysql", false, "0|1"),
];

/// Parameters of PostgreSQL, in small letters.
static NAMES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("database_engine.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// What parameters of Aurora and of extensions begin with.
const PREFIXES: [&str; 20] = [
    "apg_",
    "aurora_",
    "auto_explain.",
    "babelfishpg_tds.",
    "babelfishpg_tsql.",
    "cron.",
    "orafce.",
    "pg_bigm.",
    "pg_hint_plan.",
    "pg_prewarm.",
    "pg_similarity.",
    "pg_stat_statements.",
    "pg_tle.",
    "pgaudit.",
    "pglogical.",
    "pgtle.",
    "plpgsql.",
    "plrust.",
    "rdkit.",
    "rds.",
];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let detail = match object.kind {
        "aws_rds_cluster" => logs(object.after)
            .or_else(|| reserved(object.after))
            .or_else(|| family(object, account))
            .or_else(|| capacity(object.after)),
        "aws_rds_cluster_instance" => instance(object, account),
        _ => {
            let family = object.after.get("family").text().unwrap_or_default();
            object.after.get("parameter").items().iter().find_map(|one| parameter(one, family))
        }
    };
    match detail {
        Some(detail) => Err(Problem::new("The engine does not have it").detail(detail)),
        None => Ok(()),
    }
}

fn logs(cluster: &Value) -> Option<String> {
    let engine = cluster.get("engine").text()?;
    if engine != "aurora-mysql" && cluster.get("backtrack_window").as_i64().unwrap_or_default() > 0
    {
        return Some(format!(
            "InvalidParameterCombination: Backtrack is not enabled for the {engine} engine."
        ));
    }
    let (_, known) = LOGS.iter().find(|(one, _)| *one == engine)?;
    let wrong =
        cluster.get("enabled_cloudwatch_logs_exports").texts().find(|log| !known.contains(log))?;
    Some(format!(
        "InvalidParameterCombination: You cannot use the log types '{wrong}' with engine version {engine}"
    ))
}

/// Words of RDS and of the engine, which nothing of the customer's has as a name.
fn reserved(cluster: &Value) -> Option<String> {
    let postgres = cluster.get("engine").text()? == "aurora-postgresql";
    let taken = |name: &str, word: &str| match name {
        "master_username" => {
            word == "rdsadmin" || (postgres && (word == "admin" || word.starts_with("pg_")))
        }
        _ => postgres && ["db", "user"].contains(&word),
    };
    let (name, word) = ["master_username", "database_name"].into_iter().find_map(|name| {
        let word = said(cluster, name)?;
        taken(name, &word.to_lowercase()).then_some((name, word))
    })?;
    Some(format!(
        "InvalidParameterValue: {name} {word} cannot be used as it is a reserved word used by the engine"
    ))
}

/// The version is the global cluster's where there is one: what a cluster was made with is not what it has.
fn family(object: Object<'_>, account: &Account) -> Option<String> {
    let cluster = object.after;
    let global = cluster.get("global_cluster_identifier");
    let mut databases = account.all("aws_rds_global_cluster");
    let database =
        databases.find(|one| !global.is_null() && one.get("global_cluster_identifier") == global);
    let version = said(database.unwrap_or(cluster), "engine_version")?;
    let named = cluster.get("db_cluster_parameter_group_name");
    let mut groups = account.keyed("aws_rds_cluster_parameter_group");
    let (_, group) =
        groups.find(|(key, one)| key.region == object.region && one.get("name") == named)?;
    let family = group.get("family").text()?;
    let version = version
        .split_once(".mysql")
        .map_or_else(|| version.split('.').next().unwrap_or_default(), |(version, _)| version);
    let wanted = format!("{}{version}", cluster.get("engine").text()?);
    (family != wanted).then(|| {
        format!(
            "InvalidParameterCombination: The Parameter Group with DBParameterGroupFamily {family} cannot be used for this \
             instance. Please use a Parameter Group with DBParameterGroupFamily {wanted}"
        )
    })
}

/// `ServerlessV2ScalingConfiguration` (botocore 1.44 of RDS): from the least to the most.
fn capacity(cluster: &Value) -> Option<String> {
    let scaling = cluster.get("serverlessv2_scaling_configuration").items().first()?;
    let number = |name: &str| {
        if let Value::Number(number) = scaling.get(name) { number.as_f64() } else { None }
    };
    let (least, most) = (number("min_capacity")?, number("max_capacity")?);
    (least > most).then(|| {
        format!("InvalidParameterValue: Serverless v2 maximum capacity {most} is less than the minimum {least}.")
    })
}

/// `Engine` of `CreateDBInstance`: that of the cluster.
fn instance(object: Object<'_>, account: &Account) -> Option<String> {
    let engine = object.after.get("engine").text()?;
    let own =
        said(object.after, "db_parameter_group_name").filter(|one| !one.starts_with("default."));
    let mut groups =
        account.keyed("aws_db_parameter_group").filter(|(key, _)| key.region == object.region);
    if let Some(own) = own.filter(|own| !groups.any(|(_, one)| one.get("name").text() == Some(own)))
    {
        return Some(format!("DBParameterGroupNotFound: DBParameterGroup not found: {own}"));
    }
    let named = object.after.get("cluster_identifier");
    let mut clusters = account.keyed("aws_rds_cluster");
    let (_, cluster) = clusters
        .find(|(key, one)| key.region == object.region && one.get("cluster_identifier") == named)?;
    let own = cluster.get("engine").text()?;
    (engine != own).then(|| {
        format!("InvalidParameterCombination: The engine name requested for your DB instance ({engine}) doesn't match the engine name of your DB cluster ({own}).")
    })
}

fn parameter(parameter: &Value, family: &str) -> Option<String> {
    let name = parameter.get("name").text()?;
    let unknown = if family.starts_with("aurora-postgresql") {
        let small = name.to_lowercase();
        !NAMES.contains(&*small) && !PREFIXES.iter().any(|one| small.starts_with(one))
    } else {
        name.contains('.') || !name.starts_with(|first: char| first.is_ascii_lowercase())
    };
    if unknown {
        return Some(format!("InvalidParameterValue: Could not find parameter with name: {name}"));
    }
    let (_, engine, waits, values) = PARAMETERS.iter().find(|(one, ..)| *one == name)?;
    if family.starts_with("aurora") && !family.starts_with(engine) {
        return Some(format!("InvalidParameterValue: Could not find parameter with name: {name}"));
    }
    if *waits && parameter.get("apply_method").text() != Some("pending-reboot") {
        return Some(format!(
            "InvalidParameterCombination: cannot use immediate apply method for static parameter {name}"
        ));
    }
    let value = parameter.get("value").text()?;
    let taken = match values.split_once("..") {
        Some((least, most)) => {
            let number = |text: &str| text.parse::<f64>().ok();
            let (least, most) = number(least).zip(number(most))?;
            number(value).is_some_and(|value| (least..=most).contains(&value))
        }
        None => values.is_empty() || values.split('|').any(|one| one.eq_ignore_ascii_case(value)),
    };
    (!taken).then(|| format!("InvalidParameterValue: Invalid parameter value: {value} for: {name} allowed values are: {values}"))
}
