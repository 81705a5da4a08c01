//! Which AWS service a type belongs to: for ARNs and for the host names of errors.

/// The first words of types whose service is not their first word. Longer prefixes first.
const SERVICES: &[(&str, &str)] = &[
    ("appautoscaling", "application-autoscaling"),
    ("cloudwatch_event", "events"),
    ("cloudwatch_log", "logs"),
    ("cloudwatch_query_definition", "logs"),
    ("cloudwatch", "monitoring"),
    ("db_", "rds"),
    ("default_", "ec2"),
    ("ec2", "ec2"),
    ("ecr", "api.ecr"),
    ("efs", "elasticfilesystem"),
    ("egress_only_internet_gateway", "ec2"),
    ("eip", "ec2"),
    ("flow_log", "ec2"),
    ("internet_gateway", "ec2"),
    ("kinesis_firehose", "firehose"),
    ("lb", "elasticloadbalancing"),
    ("main_route_table", "ec2"),
    ("nat_gateway", "ec2"),
    ("network_acl", "ec2"),
    ("opensearchserverless", "aoss"),
    ("opensearch", "es"),
    ("prometheus", "aps"),
    ("route53", "route53"),
    ("route", "ec2"),
    ("s3control", "s3"),
    ("security_group", "ec2"),
    ("service_discovery", "servicediscovery"),
    ("sfn", "states"),
    ("subnet", "ec2"),
    ("vpc", "ec2"),
    ("availability_zone", "ec2"),
];

/// The service of `aws_vpc` is `ec2`.
pub(crate) fn service(name: &str) -> &str {
    let short = name.strip_prefix("aws_").unwrap_or(name);
    let listed = SERVICES.iter().find(|(prefix, _)| short.starts_with(prefix));
    listed.map_or_else(|| short.split('_').next().unwrap_or(short), |(_, service)| service)
}

#[cfg(test)]
mod tests {
    use super::service;

    #[test]
    fn services_are_those_of_aws() {
        assert_eq!(service("aws_vpc_endpoint"), "ec2");
        assert_eq!(service("aws_route53_zone"), "route53");
        assert_eq!(service("aws_kms_key"), "kms");
        assert_eq!(service("aws_cloudwatch_log_group"), "logs");
    }
}
