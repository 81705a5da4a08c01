//! How a database is watched: the days that insights are kept, the role that metrics are sent by, and what a cluster says for all of
//! its instances.
//!
//! Sources: RDS API reference, `CreateDBCluster` and `CreateDBInstance` (`PerformanceInsightsRetentionPeriod`: 7, 731, or months of
//! 31 days, 1 to 23; `MonitoringInterval`; `MonitoringRoleArn`); hashicorp/terraform-provider-aws issues 41792 ("set the
//! retention period for Performance Insights to at least 465 days") and 315 ("A `MonitoringRoleARN` value is required");
//! github.com/terraform-aws-modules/terraform-aws-rds-aurora issue 518 ("`MonitoringInterval` conflicts with cluster level parameter").

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "database_insights", on: &["aws_rds_cluster", "aws_rds_cluster_instance"], check };

const DAYS: &str = "performance_insights_retention_period";
const SECONDS: &str = "monitoring_interval";

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let wrong = kept(object.after).or_else(|| watched(object.after)).or_else(|| {
        let named = object.after.get("cluster_identifier").text();
        let mut clusters = account.keyed("aws_rds_cluster");
        let of = |name: &str, region: &str| region == object.region && Some(name) == named;
        let instance = object.kind == "aws_rds_cluster_instance";
        let cluster = clusters.find(|(key, _)| instance && of(&key.name, &key.region));
        contradicts(object.after, cluster?.1)
    });
    match wrong {
        Some(detail) => Err(Problem::new("RDS does not watch it so").detail(detail)),
        None => Ok(()),
    }
}

fn insights(value: &Value) -> bool {
    *value.get("performance_insights_enabled") == Value::Bool(true)
}

fn kept(value: &Value) -> Option<&'static str> {
    let days = value.get(DAYS).as_i64().unwrap_or_default();
    if value.get("database_insights_mode").text() == Some("advanced")
        && !(insights(value) && days >= 465)
    {
        return Some(
            "InvalidParameterCombination: To enable the Advanced mode of Database Insights, modify your cluster to enable \
             Performance Insights and set the retention period for Performance Insights to at least 465 days",
        );
    }
    let months = days % 31 == 0 && days <= 23 * 31;
    (insights(value) && ![7, 731].contains(&days) && !months)
        .then_some("InvalidParameterValue: Invalid Performance Insights retention period")
}

fn watched(value: &Value) -> Option<&'static str> {
    let seconds = value.get(SECONDS).as_i64().unwrap_or_default();
    // What nobody gave is no role of IAM.
    let role = value.get("monitoring_role_arn").text().is_some_and(|role| role.contains(":iam:"));
    match (seconds, role) {
        (0, true) => Some(
            "InvalidParameterCombination: A MonitoringInterval other than 0 is required with a MonitoringRoleARN",
        ),
        (0 | 1 | 5 | 10 | 15 | 30 | 60, _) if seconds == 0 || role => None,
        (1 | 5 | 10 | 15 | 30 | 60, _) => Some(
            "InvalidParameterCombination: A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.",
        ),
        _ => Some("InvalidParameterValue: MonitoringInterval is one of 0, 1, 5, 10, 15, 30, 60"),
    }
}

fn contradicts(instance: &Value, cluster: &Value) -> Option<&'static str> {
    if insights(cluster) && (!insights(instance) || instance.get(DAYS) != cluster.get(DAYS)) {
        return Some(
            "InvalidParameterCombination: PerformanceInsightsRetentionPeriod conflicts with cluster level parameter.",
        );
    }
    let all = cluster.get(SECONDS).as_i64().unwrap_or_default();
    (all > 0 && instance.get(SECONDS).as_i64() != Some(all)).then_some(
        "InvalidParameterCombination: MonitoringInterval conflicts with cluster level parameter.",
    )
}
