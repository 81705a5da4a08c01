"""Values that have another shape in CloudFormation, not only another name."""

import json

from values import Made


def first(value):
    return value[0] if value else {}


def dimensions(values):
    return [{"Name": name, "Value": value} for name, value in (values or {}).items()]


def aws_cloudfront_distribution(v):
    v["default_cache_behavior"] = first(v["default_cache_behavior"])
    for group in v.get("origin_group") or []:
        codes = first(group["failover_criteria"])["status_codes"]
        group["failover_criteria"] = {"StatusCodes": {"Quantity": len(codes), "Items": codes}}
        members = [{"OriginId": one["origin_id"]} for one in group.pop("member")]
        group["Members"] = {"Quantity": len(members), "Items": members}
        group["id"] = group.pop("origin_id")
    groups = v.pop("origin_group", None)
    if groups:
        v["OriginGroups"] = {"Quantity": len(groups), "Items": groups}
    for origin in v["origin"]:
        origin["id"] = origin.pop("origin_id")
        if not origin.get("custom_origin_config") and not origin.get("s3_origin_config"):
            origin["S3OriginConfig"] = {"OriginAccessIdentity": " "}
    v["restrictions"] = {"GeoRestriction": first(first(v["restrictions"])["geo_restriction"])}


def aws_cloudwatch_metric_alarm(v):
    v["dimensions"] = dimensions(v.get("dimensions"))
    queries = []
    for query in v.pop("metric_query", None) or []:
        metric = first(query.pop("metric", None))
        if metric:
            named = {name: metric[name] for name in ("metric_name", "namespace")}
            named["Dimensions"] = dimensions(metric.get("dimensions"))
            query["MetricStat"] = {"Metric": named} | {name: metric[name] for name in ("period", "stat", "unit")}
        queries.append(query)
    v["Metrics"] = queries


def aws_dynamodb_table(v):
    def keys(one):
        given = [{"attribute_name": key["attribute_name"], "key_type": key["key_type"]} for key in one.pop("key_schema", None) or []]
        both = ((one.pop("hash_key", None), "HASH"), (one.pop("range_key", None), "RANGE"))
        return given or [{"AttributeName": name, "KeyType": kind} for name, kind in both if name]

    v["KeySchema"] = keys(v)
    v["AttributeDefinitions"] = [{"AttributeName": one["name"], "AttributeType": one["type"]} for one in v.pop("attribute")]
    v["TimeToLiveSpecification"] = v.pop("ttl")
    for index in v.pop("global_secondary_index"):
        shown = {"ProjectionType": index.pop("projection_type"), "NonKeyAttributes": index.pop("non_key_attributes")}
        capacity = {name: index.pop(name, None) for name in ("read_capacity", "write_capacity", "on_demand_throughput")}
        assert not any(capacity.values()), capacity
        index["IndexName"], index["KeySchema"] = index.pop("name"), keys(index)
        v.setdefault("GlobalSecondaryIndexes", []).append({**index, "Projection": shown})
    replicas = v.pop("replica")
    if any(one["consistency_mode"] == "STRONG" for one in replicas):
        v["MultiRegionConsistency"] = "STRONG"
    v["GlobalTableWitnesses"] = [{"Region": one["region_name"]} for one in v.pop("global_table_witness", None) or []]
    encryption, recovery = first(v.pop("server_side_encryption")), first(v.pop("point_in_time_recovery"))
    v["SSESpecification"] = {"SSEEnabled": encryption["enabled"], "SSEType": "KMS"}
    own = {"Region": v["region"], "TableClass": v.pop("table_class"), "Tags": v.pop("tags")}
    own["PointInTimeRecoverySpecification"] = {"PointInTimeRecoveryEnabled": recovery["enabled"], "RecoveryPeriodInDays": recovery["recovery_period_in_days"]}
    own["DeletionProtectionEnabled"] = v.pop("deletion_protection_enabled")
    own["SSESpecification"] = {"KMSMasterKeyId": encryption["kms_key_arn"]}
    v["Replicas"] = [own] + [
        {
            "Region": one["region_name"],
            "SSESpecification": {"KMSMasterKeyId": one["kms_key_arn"]},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": one["point_in_time_recovery"]},
            "DeletionProtectionEnabled": one["deletion_protection_enabled"],
        }
        for one in replicas
    ]
    v["StreamSpecification"] = {"StreamViewType": v.pop("stream_view_type")} if v.pop("stream_enabled") else None
    v["name"], v["TableName"] = None, v["name"]


def table_alone(v):
    aws_dynamodb_table(v)
    own, *_ = v.pop("Replicas")
    v["PointInTimeRecoverySpecification"] = own["PointInTimeRecoverySpecification"]
    v["DeletionProtectionEnabled"] = own["DeletionProtectionEnabled"]
    v["SSESpecification"] |= own["SSESpecification"]
    for one in ("MultiRegionConsistency", "GlobalTableWitnesses", "warm_throughput"):
        v.pop(one, None)


def aws_ecs_service(v):
    network = first(v["network_configuration"])
    network["assign_public_ip"] = "ENABLED" if network["assign_public_ip"] else "DISABLED"
    v["network_configuration"] = {"AwsvpcConfiguration": network}
    v["deployment_configuration"] = {
        "MaximumPercent": v.pop("deployment_maximum_percent"),
        "MinimumHealthyPercent": v.pop("deployment_minimum_healthy_percent"),
        "DeploymentCircuitBreaker": first(v.pop("deployment_circuit_breaker")),
    }


def aws_flow_log(v):
    v["resource_id"], v["resource_type"] = v.pop("vpc_id"), "VPC"


def aws_lambda_function(v):
    v["code"] = {"ZipFile": "the file"}


def aws_lambda_function_event_invoke_config(v):
    v["qualifier"] = v.get("qualifier") or "$LATEST"


def aws_lb(v):
    v["scheme"] = "internal" if v.pop("internal") else "internet-facing"
    logs = first(v.pop("access_logs", None))
    names = {"enabled": "access_logs.s3.enabled", "bucket": "access_logs.s3.bucket", "prefix": "access_logs.s3.prefix"}
    v["LoadBalancerAttributes"] = [{"Key": names[name], "Value": text(one)} for name, one in logs.items() if one not in (None, "")]


def aws_lb_listener(v):
    v["certificates"] = [{"CertificateArn": v.pop("certificate_arn")}] if v.get("certificate_arn") else None


def aws_lb_target_group(v):
    check = first(v.pop("health_check"))
    v["matcher"] = {"HttpCode": check.pop("matcher", None)}
    renamed = {"healthy_threshold": "HealthyThresholdCount", "unhealthy_threshold": "UnhealthyThresholdCount", "interval": "HealthCheckIntervalSeconds", "timeout": "HealthCheckTimeoutSeconds"}
    for name, value in check.items():
        v[renamed.get(name, "health_check_" + name)] = value


def aws_opensearch_domain(v):
    published = {}
    for one in v.pop("log_publishing_options"):
        published[one["log_type"]] = {"Enabled": one["enabled"], "CloudWatchLogsLogGroupArn": one["cloudwatch_log_group_arn"]}
    v["LogPublishingOptions"] = published


def aws_rds_cluster(v):
    # A cluster that joins is told no user: the name is the one that it gets.
    if isinstance(v["master_username"], Made):
        v["master_username"] = None


def aws_rds_cluster_instance(v):
    # The provider's default, which Terraform plans for what nobody said.
    if v["copy_tags_to_snapshot"] is False:
        v["copy_tags_to_snapshot"] = None


def aws_rds_cluster_parameter_group(v):
    v["parameters"] = {one["name"]: one["value"] for one in v.pop("parameter")}


def aws_route53_health_check(v):
    tags = v.pop("tags", None)
    config = {name: value for name, value in v.items() if name not in ("region", "timeouts")}
    config["FullyQualifiedDomainName"] = config.pop("fqdn", None)
    for name in list(v):
        del v[name]
    v.update({"HealthCheckConfig": config, "HealthCheckTags": tags})


def aws_route53_record(v):
    alias = first(v.pop("alias"))
    if alias:
        v["AliasTarget"] = {"DNSName": alias["name"], "HostedZoneId": alias["zone_id"], "EvaluateTargetHealth": alias["evaluate_target_health"]}
    for policy, name, becomes in (("weighted", "weight", "Weight"), ("latency", "region", "Region"), ("failover", "type", "Failover")):
        if found := first(v.pop(f"{policy}_routing_policy", None)):
            v[becomes] = found[name]


def aws_s3_bucket_lifecycle_configuration(v):
    for rule in v["rule"]:
        rule.pop("filter")
        rule["NoncurrentVersionExpiration"] = first(rule.pop("noncurrent_version_expiration", None))
        expiration = first(rule.pop("expiration", None))
        rule["ExpiredObjectDeleteMarker"] = expiration.get("expired_object_delete_marker") or None
        rule["ExpirationInDays"] = expiration.get("days") or None


def aws_s3_bucket_replication_configuration(v):
    v["rules"] = v.pop("rule")
    for rule in v["rules"]:
        rule["filter"] = {"Prefix": ""}


def aws_sns_topic_policy(v):
    v["topics"] = [v.pop("arn")]


def aws_sqs_queue_policy(v):
    v["queues"] = [v.pop("queue_url")]


def text(value):
    return json.dumps(value) if isinstance(value, (bool, int)) else str(value)
