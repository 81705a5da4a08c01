//! What modules read of `data/computed.toml`, written by a test: `TOPOGEN_BLESS=1 cargo test -p topogen --lib emit`.

use super::types::{
    MadeUp::{List, Map, Text},
    Types,
};

/// Of data sources.
#[rustfmt::skip]
pub(super) static DATA: &Types = &[
    ("aws_availability_zones", &[
        ("zone_ids", List(&[Text("test1-az1"), Text("test1-az2"), Text("test1-az3"), Text("test1-az4")])),
    ]),
    ("aws_caller_identity", &[
        ("account_id", Text("123456789012")),
    ]),
    ("aws_iam_policy_document", &[
        ("json", Text("{}")),
    ]),
    ("aws_partition", &[
        ("partition", Text("aws")),
    ]),
    ("aws_route53_zone", &[
        ("zone_id", Text("ZYQV4YSL7IC3HX")),
    ]),
];

/// Of resources.
#[rustfmt::skip]
pub(super) static RESOURCES: &Types = &[
    ("aws_acm_certificate", &[
        ("arn", Text("arn:aws:acm:{region}:123456789012:certificate/4a469fee-3e24-4812-a408-900c24e32877")),
        ("domain_validation_options", List(&[Map(&[("domain_name", Text("{host}")), ("resource_record_name", Text("_e73884808955a08ebdfe057939eb53a8.{host}.")), ("resource_record_type", Text("CNAME")), ("resource_record_value", Text("_b0db5b6924c27db3bb13dd63f386e4d3.jkddzztszm.acm-validations.aws."))])])),
    ]),
    ("aws_cloudfront_distribution", &[
        ("arn", Text("arn:aws:cloudfront::123456789012:distribution/EA68KICD1YTILY")),
        ("domain_name", Text("d7jokodun3fejw.cloudfront.net")),
        ("hosted_zone_id", Text("Z2FDTNDATAQYW2")),
        ("id", Text("EA68KICD1YTILY")),
    ]),
    ("aws_cloudfront_origin_access_control", &[
        ("id", Text("E3TCYE0S24HZZV")),
    ]),
    ("aws_cloudfront_response_headers_policy", &[
        ("id", Text("b5031d83-9d18-415e-a9a3-66269418a5be")),
    ]),
    ("aws_cloudwatch_log_delivery", &[
        ("arn", Text("arn:aws:logs:{region}:123456789012:delivery:c6721214aa0befea")),
    ]),
    ("aws_cloudwatch_log_delivery_destination", &[
        ("arn", Text("arn:aws:logs:{region}:123456789012:delivery-destination:test")),
    ]),
    ("aws_cloudwatch_log_group", &[
        ("arn", Text("arn:aws:logs:{region}:123456789012:log-group:test")),
        ("name", Text("2a87553537134d1fd3621f91d9")),
    ]),
    ("aws_db_subnet_group", &[
        ("name", Text("a2ec104beeb33c931e7774884f")),
    ]),
    ("aws_dynamodb_table", &[
        ("arn", Text("arn:aws:dynamodb:{region}:123456789012:table/test")),
    ]),
    ("aws_ecr_repository", &[
        ("repository_url", Text("123456789012.dkr.ecr.{region}.amazonaws.com/test")),
    ]),
    ("aws_ecs_cluster", &[
        ("arn", Text("arn:aws:ecs:{region}:123456789012:cluster/test")),
    ]),
    ("aws_ecs_task_definition", &[
        ("arn", Text("arn:aws:ecs:{region}:123456789012:task-definition/test:1")),
    ]),
    ("aws_globalaccelerator_accelerator", &[
        ("arn", Text("arn:aws:globalaccelerator::123456789012:accelerator/2274e326-1f49-413d-a130-7539f1b3db1f")),
        ("dns_name", Text("a343bb6465c2125d8.awsglobalaccelerator.com")),
        ("hosted_zone_id", Text("Z2BJ6XQ5FK7U4H")),
        ("ip_sets", List(&[Map(&[("ip_addresses", List(&[Text("198.51.100.7"), Text("203.0.113.7")])), ("ip_family", Text("IPv4"))])])),
    ]),
    ("aws_globalaccelerator_endpoint_group", &[
        ("arn", Text("arn:aws:globalaccelerator::123456789012:endpoint-group/listener/0c830047b846/endpoint-group/39f389055c83")),
    ]),
    ("aws_globalaccelerator_listener", &[
        ("arn", Text("arn:aws:globalaccelerator::123456789012:listener/accelerator/98cf0a8bffc2/listener/c510323a")),
    ]),
    ("aws_grafana_workspace", &[
        ("endpoint", Text("g-045e59b0d0.grafana-workspace.{region}.amazonaws.com")),
    ]),
    ("aws_iam_role", &[
        ("arn", Text("arn:aws:iam::123456789012:role/test")),
        ("name", Text("8563f9de8e1d65208c14dc3c8b")),
    ]),
    ("aws_internet_gateway", &[
        ("id", Text("igw-aaab0a11896839127")),
    ]),
    ("aws_kms_key", &[
        ("arn", Text("arn:aws:kms:{region}:123456789012:key/8c17fd25-f5bf-44b1-a9c3-1820f3f3d52f")),
        ("key_id", Text("8c17fd25-f5bf-44b1-a9c3-1820f3f3d52f")),
    ]),
    ("aws_lambda_function", &[
        ("arn", Text("arn:aws:lambda:{region}:123456789012:function:test")),
    ]),
    ("aws_lb", &[
        ("arn", Text("arn:aws:elasticloadbalancing:{region}:123456789012:loadbalancer/app/test/347e7f1dab7a48be")),
        ("arn_suffix", Text("app/test/290ee4f936742f3c")),
        ("dns_name", Text("test-6310712314.{region}.elb.amazonaws.com")),
        ("zone_id", Text("ZYQV4YSL7IC3HX")),
    ]),
    ("aws_lb_target_group", &[
        ("arn", Text("arn:aws:elasticloadbalancing:{region}:123456789012:targetgroup/test/5ed77c48043980f6")),
        ("arn_suffix", Text("targetgroup/test/e415a810c5638449")),
    ]),
    ("aws_nat_gateway", &[
        ("id", Text("nat-f8b5fdbcb866403e9")),
    ]),
    ("aws_opensearch_domain", &[
        ("arn", Text("arn:aws:es:{region}:123456789012:domain/test")),
        ("endpoint", Text("vpc-test-ngn5mojr8fu1xu49is1wakk907.{region}.es.amazonaws.com")),
    ]),
    ("aws_rds_cluster", &[
        ("cluster_identifier", Text("cluster-identifier-6a4c4639")),
        ("id", Text("test")),
        ("reader_endpoint", Text("test.cluster-ro-7917pigvivw1.{region}.rds.amazonaws.com")),
    ]),
    ("aws_rds_cluster_parameter_group", &[
        ("name", Text("f863c62a7c70006fe305306d10")),
    ]),
    ("aws_rds_global_cluster", &[
        ("endpoint", Text("test.global-7qjmrilqjsva.global.rds.amazonaws.com")),
        ("engine_version", Text("engine-version-26ca4fba")),
        ("id", Text("test")),
    ]),
    ("aws_route53_health_check", &[
        ("id", Text("0f302462-02c4-4866-afea-24eea4c7a3a5")),
    ]),
    ("aws_route53_record", &[
        ("fqdn", Text("test")),
    ]),
    ("aws_route_table", &[
        ("id", Text("rtb-0ffe9e4444e026735")),
    ]),
    ("aws_s3_bucket", &[
        ("arn", Text("arn:aws:s3:::test")),
        ("bucket_regional_domain_name", Text("test.s3.{region}.amazonaws.com")),
        ("id", Text("test")),
    ]),
    ("aws_secretsmanager_secret", &[
        ("id", Text("arn:aws:secretsmanager:{region}:123456789012:secret:test-3u4nym")),
        ("name", Text("3be4a931d0bd8435de31463799")),
    ]),
    ("aws_security_group", &[
        ("id", Text("sg-09e9d67063552ab7a")),
    ]),
    ("aws_sns_topic", &[
        ("arn", Text("arn:aws:sns:{region}:123456789012:test")),
    ]),
    ("aws_sqs_queue", &[
        ("arn", Text("arn:aws:sqs:{region}:123456789012:test")),
        ("url", Text("https://sqs.{region}.amazonaws.com/123456789012/test")),
    ]),
    ("aws_ssm_parameter", &[
        ("insecure_value", Text("insecure-value-34aa7c82")),
    ]),
    ("aws_subnet", &[
        ("id", Text("subnet-28e542e6affa91a02")),
    ]),
    ("aws_vpc", &[
        ("cidr_block", Text("10.0.0.0/16")),
        ("id", Text("vpc-d7662c51e2e8b9b7c")),
    ]),
    ("aws_vpc_endpoint", &[
        ("prefix_list_id", Text("pl-8ada1cca")),
    ]),
    ("aws_wafv2_web_acl", &[
        ("arn", Text("arn:aws:wafv2:{region}:123456789012:global/webacl/test/cbb06a0e-4df4-4b85-aa48-f111ed7b8abf")),
    ]),
];
