//! By what AWS tells the objects of a type apart, in one region of one account or, for global services, at all.
//!
//! Sources: the `...AlreadyExists` errors of the create operations in botocore 1.44. Where AWS takes a second
//! creation for a change of the first (an alarm, a role's policy, a topic, a cluster of ECS), two
//! addresses would own one object, and each apply undo the other: that is refused here as well.

use aws_catalogue::Value;

const NAMES: &[(&str, &[&str])] = &[
    ("aws_acm_certificate", &["arn"]),
    ("aws_acm_certificate_validation", &["certificate_arn"]),
    ("aws_appautoscaling_policy", &["resource_id", "scalable_dimension", "name"]),
    ("aws_appautoscaling_target", &["resource_id", "scalable_dimension"]),
    ("aws_backup_vault", &["name"]),
    ("aws_budgets_budget", &["name"]),
    ("aws_cloudfront_cache_policy", &["name"]),
    ("aws_cloudfront_function", &["name"]),
    ("aws_cloudfront_origin_access_control", &["name"]),
    ("aws_cloudfront_origin_request_policy", &["name"]),
    ("aws_cloudfront_response_headers_policy", &["name"]),
    ("aws_cloudwatch_dashboard", &["dashboard_name"]),
    ("aws_cloudwatch_log_group", &["name"]),
    ("aws_cloudwatch_log_resource_policy", &["policy_name"]),
    ("aws_cloudwatch_log_subscription_filter", &["log_group_name", "name"]),
    ("aws_cloudwatch_metric_alarm", &["alarm_name"]),
    ("aws_db_subnet_group", &["name"]),
    ("aws_dynamodb_table", &["name"]),
    ("aws_ecr_repository", &["name"]),
    ("aws_ecs_cluster", &["name"]),
    ("aws_ecs_service", &["cluster", "name"]),
    ("aws_ecs_task_definition", &["arn"]),
    ("aws_iam_policy", &["name"]),
    ("aws_iam_role", &["name"]),
    ("aws_iam_role_policy", &["role", "name"]),
    ("aws_iam_service_linked_role", &["aws_service_name", "custom_suffix"]),
    ("aws_kinesis_firehose_delivery_stream", &["name"]),
    ("aws_kms_alias", &["name"]),
    ("aws_lambda_function", &["function_name"]),
    ("aws_lambda_permission", &["function_name", "statement_id"]),
    ("aws_lb", &["name"]),
    ("aws_lb_target_group", &["name"]),
    ("aws_opensearch_domain", &["domain_name"]),
    ("aws_rds_cluster", &["cluster_identifier"]),
    ("aws_rds_cluster_instance", &["identifier"]),
    ("aws_rds_cluster_parameter_group", &["name"]),
    ("aws_rds_global_cluster", &["global_cluster_identifier"]),
    ("aws_resourcegroups_group", &["name"]),
    ("aws_route53_record", &["zone_id", "name", "type", "set_identifier"]),
    ("aws_s3_bucket", &["bucket"]),
    ("aws_s3_bucket_policy", &["bucket"]),
    ("aws_s3_bucket_versioning", &["bucket"]),
    ("aws_scheduler_schedule", &["group_name", "name"]),
    ("aws_secretsmanager_secret", &["name"]),
    ("aws_security_group", &["vpc_id", "name"]),
    ("aws_service_discovery_http_namespace", &["name"]),
    ("aws_sns_topic", &["name"]),
    ("aws_sqs_queue", &["name"]),
    ("aws_ssm_parameter", &["name"]),
    ("aws_synthetics_canary", &["name"]),
    ("aws_wafv2_web_acl", &["scope", "name"]),
];

/// Types whose names differ in more than their case: "Names are not distinguished by case" (botocore 1.44 of IAM, `CreateRole` and
/// `CreatePolicy`; of EC2, `CreateSecurityGroup`).
const FOLDED: [&str; 3] = ["aws_iam_policy", "aws_iam_role", "aws_security_group"];

/// Types whose names hold in all regions at once: the name of a bucket is its host, and a global cluster is in
/// none (Amazon S3 user guide, "Bucket naming rules"; RDS API reference, `CreateGlobalCluster`).
pub(super) fn hold_everywhere(kind: &str) -> bool {
    ["aws_rds_global_cluster", "aws_s3_bucket"].contains(&kind)
}

/// The arguments that make the name of a type's objects; none where that is their id.
#[must_use]
pub fn parts(kind: &str) -> &'static [&'static str] {
    NAMES.iter().find(|(one, _)| *one == kind).map_or(&[], |(_, parts)| parts)
}

/// The types whose names are known.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(kind, _)| *kind)
}

/// What AWS tells an object apart by: its name, its id where names are not known, and its ARN where it has no id.
pub(super) fn of(kind: &str, object: &Value) -> Option<String> {
    if object.is_null() {
        return None;
    }
    let parts = Some(parts(kind)).filter(|parts| !parts.is_empty()).unwrap_or(&["id"]);
    let parts: Vec<&str> = parts.iter().filter_map(|part| object.get(part).text()).collect();
    let mut name = (!parts.is_empty()).then(|| parts.join("|"));
    if FOLDED.contains(&kind) {
        name = name.map(|name| name.to_lowercase());
    }
    name.or_else(|| object.get("arn").text().map(str::to_owned))
}

/// Whoever asks to take a record over may do so: two certificates have one proof.
pub(super) fn may_be_taken_over(object: &Value) -> bool {
    *object.get("allow_overwrite") == Value::Bool(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_catalogue::{Catalogue, Kind};

    #[test]
    fn every_name_is_of_a_vendored_argument() {
        let catalogue = Catalogue::new();
        for (kind, parts) in NAMES {
            let entry = catalogue.entry(Kind::Resource, kind).unwrap();
            for part in *parts {
                assert!(entry.block.attributes.contains_key(*part), "{kind} has no {part}");
            }
        }
    }
}
