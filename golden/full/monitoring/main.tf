module "delivery_assets" {
  source           = "../modules/bucket/delivery"
  name             = "store"
  bucket           = "assets"
  distribution_arn = data.terraform_remote_state.edge.outputs.distribution_assets_arn
  log_bucket_arn   = data.terraform_remote_state.data.outputs.bucket_logs_arns["us-east-1"]
}

module "grafana" {
  source          = "../modules/dashboards/workspace"
  name            = "store"
  region          = "eu-west-1"
  role_arn        = data.terraform_remote_state.foundation.outputs.grafana_role_arn
  kms_key_arn     = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
  grafana_version = "10.4"
  data_sources    = ["AMAZON_OPENSEARCH_SERVICE", "CLOUDWATCH"]
}

module "between_regions_us_east_1" {
  source    = "../modules/alarms"
  name      = "store"
  region    = "us-east-1"
  topic_arn = data.terraform_remote_state.us_east_1.outputs.alarm_topic_arn
  alarms = {
    "tables.users/replication-to-ap-southeast-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "store-users"
        ReceivingRegion = "ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.users/replication-to-eu-west-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "store-users"
        ReceivingRegion = "eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "buckets.assets/failures from us-east-1 to ap-southeast-1" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        RuleId            = "to-ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
    "buckets.assets/failures from us-east-1 to eu-west-1" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        RuleId            = "to-eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
    "buckets.assets/latency from ap-southeast-1 to us-east-1" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        RuleId            = "to-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 900
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.assets/pending operations from ap-southeast-1 to us-east-1" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        RuleId            = "to-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/pending bytes from ap-southeast-1 to us-east-1" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        RuleId            = "to-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/latency from eu-west-1 to us-east-1" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        RuleId            = "to-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 900
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.assets/pending operations from eu-west-1 to us-east-1" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        RuleId            = "to-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/pending bytes from eu-west-1 to us-east-1" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        RuleId            = "to-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
  }
}

module "between_regions_ap_southeast_1" {
  source    = "../modules/alarms"
  name      = "store"
  region    = "ap-southeast-1"
  topic_arn = data.terraform_remote_state.ap_southeast_1.outputs.alarm_topic_arn
  alarms = {
    "tables.users/replication-to-us-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "store-users"
        ReceivingRegion = "us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.users/replication-to-eu-west-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "store-users"
        ReceivingRegion = "eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "buckets.assets/latency from us-east-1 to ap-southeast-1" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        RuleId            = "to-ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 900
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.assets/pending operations from us-east-1 to ap-southeast-1" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        RuleId            = "to-ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/pending bytes from us-east-1 to ap-southeast-1" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        RuleId            = "to-ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/failures from ap-southeast-1 to us-east-1" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        RuleId            = "to-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
    "buckets.assets/failures from ap-southeast-1 to eu-west-1" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        RuleId            = "to-eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
    "buckets.assets/latency from eu-west-1 to ap-southeast-1" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        RuleId            = "to-ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 900
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.assets/pending operations from eu-west-1 to ap-southeast-1" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        RuleId            = "to-ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/pending bytes from eu-west-1 to ap-southeast-1" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        RuleId            = "to-ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
  }
}

module "between_regions_eu_west_1" {
  source    = "../modules/alarms"
  name      = "store"
  region    = "eu-west-1"
  topic_arn = data.terraform_remote_state.eu_west_1.outputs.alarm_topic_arn
  alarms = {
    "tables.users/replication-to-us-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "store-users"
        ReceivingRegion = "us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.users/replication-to-ap-southeast-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "store-users"
        ReceivingRegion = "ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "buckets.assets/latency from us-east-1 to eu-west-1" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        RuleId            = "to-eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 900
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.assets/pending operations from us-east-1 to eu-west-1" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        RuleId            = "to-eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/pending bytes from us-east-1 to eu-west-1" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        RuleId            = "to-eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/latency from ap-southeast-1 to eu-west-1" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        RuleId            = "to-eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 900
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.assets/pending operations from ap-southeast-1 to eu-west-1" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        RuleId            = "to-eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/pending bytes from ap-southeast-1 to eu-west-1" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        RuleId            = "to-eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.assets/failures from eu-west-1 to us-east-1" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
        RuleId            = "to-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
    "buckets.assets/failures from eu-west-1 to ap-southeast-1" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_assets_names["eu-west-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_assets_names["ap-southeast-1"]
        RuleId            = "to-ap-southeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
  }
}

module "monitoring_key_us_east_1" {
  source = "../modules/alarms/key"
  name   = "store-monitoring"
  region = "us-east-1"
}

module "monitoring_topic_us_east_1" {
  source      = "../modules/alarms/topic"
  name        = "store-monitoring"
  region      = "us-east-1"
  kms_key_arn = module.monitoring_key_us_east_1.arn
  email       = "oncall@example.com"
}

module "monitoring_us_east_1" {
  source    = "../modules/alarms"
  name      = "store"
  region    = "us-east-1"
  topic_arn = module.monitoring_topic_us_east_1.arn
  alarms = {
    "buckets.assets/errors of CloudFront" = {
      description = "CloudFront answers with server errors. Look at the health of S3 in the regions of the origin group."
      namespace   = "AWS/CloudFront"
      metric      = "5xxErrorRate"
      statistic   = "Average"
      dimensions = {
        DistributionId = data.terraform_remote_state.edge.outputs.distribution_assets_id
        Region         = "Global"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1
      minutes    = 5
      missing    = "notBreaching"
    }
  }
}

module "monitoring_key_us_west_2" {
  source = "../modules/alarms/key"
  name   = "store-monitoring"
  region = "us-west-2"
}

module "monitoring_topic_us_west_2" {
  source      = "../modules/alarms/topic"
  name        = "store-monitoring"
  region      = "us-west-2"
  kms_key_arn = module.monitoring_key_us_west_2.arn
  email       = "oncall@example.com"
}

module "monitoring_us_west_2" {
  source    = "../modules/alarms"
  name      = "store"
  region    = "us-west-2"
  topic_arn = module.monitoring_topic_us_west_2.arn
  alarms = {
    "ingress.admin/endpoint-us-east-1" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_admin_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_admin_listener_id
        EndpointGroup = "us-east-1"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
    "ingress.admin/endpoint-ap-southeast-1" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_admin_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_admin_listener_id
        EndpointGroup = "ap-southeast-1"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
    "ingress.admin/endpoint-eu-west-1" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_admin_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_admin_listener_id
        EndpointGroup = "eu-west-1"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
    "ingress.api/endpoint-us-east-1" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_api_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_api_listener_id
        EndpointGroup = "us-east-1"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
    "ingress.api/endpoint-ap-southeast-1" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_api_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_api_listener_id
        EndpointGroup = "ap-southeast-1"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
    "ingress.api/endpoint-eu-west-1" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_api_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_api_listener_id
        EndpointGroup = "eu-west-1"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
  }
}
