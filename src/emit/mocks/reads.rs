//! Written by a test: `TOPOGEN_BLESS=1 cargo test -p topogen --lib emit`.

/// A module, what it reads of what the provider computes, and what of that it sets itself.
#[rustfmt::skip]
pub(super) const READS: &[(&str, &[&str], &[&str])] = &[
    (
        "alarms",
        &["data.aws_caller_identity.account_id"],
        &[],
    ),
    (
        "alarms/key",
        &["aws_kms_key.arn", "aws_kms_key.key_id", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_kms_key.description"],
    ),
    (
        "alarms/topic",
        &["aws_sns_topic.arn", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_sns_topic.name"],
    ),
    (
        "bucket/buckets",
        &["aws_s3_bucket.arn", "aws_s3_bucket.bucket_regional_domain_name", "aws_s3_bucket.id", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_s3_bucket.bucket"],
    ),
    (
        "bucket/delivery",
        &["aws_cloudwatch_log_delivery.arn", "aws_cloudwatch_log_delivery_destination.arn"],
        &[],
    ),
    (
        "bucket/distribution",
        &["aws_cloudfront_distribution.arn", "aws_cloudfront_distribution.domain_name", "aws_cloudfront_distribution.hosted_zone_id", "aws_cloudfront_distribution.id", "aws_cloudfront_origin_access_control.id", "aws_cloudfront_response_headers_policy.id"],
        &[],
    ),
    (
        "bucket/front",
        &["aws_acm_certificate.arn", "aws_acm_certificate.domain_validation_options", "aws_route53_record.fqdn", "aws_wafv2_web_acl.arn", "data.aws_route53_zone.zone_id"],
        &["aws_acm_certificate.domain_name", "aws_wafv2_web_acl.name", "data.aws_route53_zone.name"],
    ),
    (
        "bucket/logs",
        &["aws_s3_bucket.arn", "aws_s3_bucket.id", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_s3_bucket.bucket"],
    ),
    (
        "bucket/replication",
        &["aws_iam_role.arn", "aws_iam_role.name", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_iam_role.name", "aws_iam_role_policy.name"],
    ),
    (
        "dashboards/role",
        &["aws_iam_role.arn", "aws_iam_role.name", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_iam_role.name", "aws_iam_role_policy.name"],
    ),
    (
        "dashboards/workspace",
        &["aws_grafana_workspace.endpoint"],
        &["aws_grafana_workspace.grafana_version", "aws_grafana_workspace.name"],
    ),
    (
        "database/global",
        &["aws_rds_global_cluster.endpoint", "aws_rds_global_cluster.engine_version", "aws_rds_global_cluster.id"],
        &["aws_rds_global_cluster.database_name", "aws_rds_global_cluster.engine", "aws_rds_global_cluster.engine_version"],
    ),
    (
        "database/monitoring",
        &["aws_iam_role.arn", "aws_iam_role.name", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_iam_role.name"],
    ),
    (
        "database/regional",
        &["aws_db_subnet_group.name", "aws_rds_cluster.cluster_identifier", "aws_rds_cluster.id", "aws_rds_cluster.reader_endpoint", "aws_rds_cluster_parameter_group.name", "aws_security_group.id"],
        &["aws_cloudwatch_log_group.name", "aws_db_subnet_group.name", "aws_rds_cluster.cluster_identifier", "aws_rds_cluster.database_name", "aws_rds_cluster.engine_version", "aws_rds_cluster.port", "aws_rds_cluster_instance.monitoring_role_arn", "aws_rds_cluster_parameter_group.name", "aws_security_group.vpc_id"],
    ),
    (
        "functions",
        &["aws_ssm_parameter.insecure_value"],
        &["aws_ssm_parameter.insecure_value"],
    ),
    (
        "images",
        &["aws_ecr_repository.repository_url", "data.aws_caller_identity.account_id"],
        &[],
    ),
    (
        "ingress/accelerator",
        &["aws_globalaccelerator_accelerator.arn", "aws_globalaccelerator_accelerator.dns_name", "aws_globalaccelerator_accelerator.hosted_zone_id", "aws_globalaccelerator_accelerator.ip_sets", "aws_globalaccelerator_endpoint_group.arn", "aws_globalaccelerator_listener.arn"],
        &[],
    ),
    (
        "ingress/records",
        &["aws_route53_health_check.id", "aws_route53_record.fqdn"],
        &[],
    ),
    (
        "keys",
        &["aws_kms_key.arn", "aws_kms_key.key_id", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_kms_key.description"],
    ),
    (
        "logs/regional",
        &["aws_cloudwatch_log_group.arn", "aws_cloudwatch_log_group.name", "aws_lambda_function.arn", "aws_opensearch_domain.arn", "aws_opensearch_domain.endpoint", "aws_s3_bucket.arn", "aws_s3_bucket.id", "aws_security_group.id", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_cloudwatch_log_group.name", "aws_opensearch_domain.engine_version", "aws_s3_bucket.bucket", "aws_security_group.name", "aws_security_group.vpc_id"],
    ),
    (
        "logs/roles",
        &["aws_iam_role.arn", "aws_iam_role.name", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_iam_role.name", "aws_iam_role_policy.name"],
    ),
    (
        "network",
        &["aws_internet_gateway.id", "aws_nat_gateway.id", "aws_route_table.id", "aws_s3_bucket.arn", "aws_s3_bucket.id", "aws_security_group.id", "aws_subnet.id", "aws_vpc.cidr_block", "aws_vpc.id", "aws_vpc_endpoint.prefix_list_id", "data.aws_availability_zones.zone_ids", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_internet_gateway.vpc_id", "aws_nat_gateway.vpc_id", "aws_s3_bucket.bucket", "aws_security_group.vpc_id", "aws_subnet.cidr_block", "aws_vpc.cidr_block", "aws_vpc_endpoint.subnet_ids"],
    ),
    (
        "queue",
        &["aws_sqs_queue.arn", "aws_sqs_queue.url", "data.aws_iam_policy_document.json"],
        &["aws_sqs_queue.name"],
    ),
    (
        "secret",
        &["aws_secretsmanager_secret.id", "aws_secretsmanager_secret.name", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json"],
        &["aws_secretsmanager_secret.name"],
    ),
    (
        "service/cluster",
        &["aws_ecs_cluster.arn"],
        &[],
    ),
    (
        "service/firewall",
        &["aws_cloudwatch_log_group.arn", "aws_wafv2_web_acl.arn", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_cloudwatch_log_group.name", "aws_wafv2_web_acl.name"],
    ),
    (
        "service/host",
        &["aws_acm_certificate.arn", "aws_acm_certificate.domain_validation_options", "aws_route53_record.fqdn", "data.aws_route53_zone.zone_id"],
        &["aws_acm_certificate.domain_name", "data.aws_route53_zone.name"],
    ),
    (
        "service/regional",
        &["aws_cloudwatch_log_group.name", "aws_ecs_task_definition.arn", "aws_lb.arn", "aws_lb.arn_suffix", "aws_lb.dns_name", "aws_lb.zone_id", "aws_lb_target_group.arn", "aws_lb_target_group.arn_suffix", "aws_security_group.id"],
        &["aws_cloudwatch_log_group.name", "aws_lb.internal", "aws_lb.name", "aws_lb.subnets", "aws_lb_target_group.name", "aws_security_group.vpc_id"],
    ),
    (
        "service/roles",
        &["aws_iam_role.arn", "aws_iam_role.name", "data.aws_caller_identity.account_id", "data.aws_iam_policy_document.json", "data.aws_partition.partition"],
        &["aws_iam_role.name", "aws_iam_role_policy.name"],
    ),
    (
        "table",
        &["aws_dynamodb_table.arn"],
        &["aws_dynamodb_table.hash_key"],
    ),
];
