module "delivery_media" {
  source           = "../modules/bucket/delivery"
  name             = "atlas"
  bucket           = "media"
  distribution_arn = data.terraform_remote_state.edge.outputs.distribution_media_arn
  log_bucket_arn   = data.terraform_remote_state.data.outputs.bucket_logs_arns["us-east-1"]
}

module "between_regions_us_east_1" {
  source    = "../modules/alarms"
  name      = "atlas"
  region    = "us-east-1"
  topic_arn = data.terraform_remote_state.us_east_1.outputs.alarm_topic_arn
  alarms = {
    "tables.profiles/replication-to-ap-northeast-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-northeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-ap-southeast-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-southeast-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-eu-central-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "eu-central-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-sa-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "sa-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-us-west-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-west-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "buckets.media/failures from us-east-1 to ap-northeast-1" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["ap-northeast-1"]
        RuleId            = "to-ap-northeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
    "buckets.media/failures from us-east-1 to ap-southeast-2" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["ap-southeast-2"]
        RuleId            = "to-ap-southeast-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
    "buckets.media/failures from us-east-1 to eu-central-1" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["eu-central-1"]
        RuleId            = "to-eu-central-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
    "buckets.media/failures from us-east-1 to sa-east-1" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["sa-east-1"]
        RuleId            = "to-sa-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
    "buckets.media/failures from us-east-1 to us-west-2" = {
      description = "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication."
      namespace   = "AWS/S3"
      metric      = "OperationsFailedReplication"
      statistic   = "Sum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["us-west-2"]
        RuleId            = "to-us-west-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 1
      missing    = "notBreaching"
    }
  }
}

module "between_regions_ap_northeast_1" {
  source    = "../modules/alarms"
  name      = "atlas"
  region    = "ap-northeast-1"
  topic_arn = data.terraform_remote_state.ap_northeast_1.outputs.alarm_topic_arn
  alarms = {
    "tables.profiles/replication-to-us-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-ap-southeast-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-southeast-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-eu-central-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "eu-central-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-sa-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "sa-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-us-west-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-west-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "buckets.media/latency from us-east-1 to ap-northeast-1" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["ap-northeast-1"]
        RuleId            = "to-ap-northeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3600
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.media/pending operations from us-east-1 to ap-northeast-1" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["ap-northeast-1"]
        RuleId            = "to-ap-northeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.media/pending bytes from us-east-1 to ap-northeast-1" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["ap-northeast-1"]
        RuleId            = "to-ap-northeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
  }
}

module "between_regions_ap_southeast_2" {
  source    = "../modules/alarms"
  name      = "atlas"
  region    = "ap-southeast-2"
  topic_arn = data.terraform_remote_state.ap_southeast_2.outputs.alarm_topic_arn
  alarms = {
    "tables.profiles/replication-to-us-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-ap-northeast-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-northeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-eu-central-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "eu-central-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-sa-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "sa-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-us-west-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-west-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "buckets.media/latency from us-east-1 to ap-southeast-2" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["ap-southeast-2"]
        RuleId            = "to-ap-southeast-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3600
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.media/pending operations from us-east-1 to ap-southeast-2" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["ap-southeast-2"]
        RuleId            = "to-ap-southeast-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.media/pending bytes from us-east-1 to ap-southeast-2" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["ap-southeast-2"]
        RuleId            = "to-ap-southeast-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
  }
}

module "between_regions_eu_central_1" {
  source    = "../modules/alarms"
  name      = "atlas"
  region    = "eu-central-1"
  topic_arn = data.terraform_remote_state.eu_central_1.outputs.alarm_topic_arn
  alarms = {
    "tables.profiles/replication-to-us-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-ap-northeast-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-northeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-ap-southeast-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-southeast-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-sa-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "sa-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-us-west-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-west-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "buckets.media/latency from us-east-1 to eu-central-1" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["eu-central-1"]
        RuleId            = "to-eu-central-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3600
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.media/pending operations from us-east-1 to eu-central-1" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["eu-central-1"]
        RuleId            = "to-eu-central-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.media/pending bytes from us-east-1 to eu-central-1" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["eu-central-1"]
        RuleId            = "to-eu-central-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
  }
}

module "between_regions_sa_east_1" {
  source    = "../modules/alarms"
  name      = "atlas"
  region    = "sa-east-1"
  topic_arn = data.terraform_remote_state.sa_east_1.outputs.alarm_topic_arn
  alarms = {
    "tables.profiles/replication-to-us-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-ap-northeast-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-northeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-ap-southeast-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-southeast-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-eu-central-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "eu-central-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-us-west-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-west-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "buckets.media/latency from us-east-1 to sa-east-1" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["sa-east-1"]
        RuleId            = "to-sa-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3600
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.media/pending operations from us-east-1 to sa-east-1" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["sa-east-1"]
        RuleId            = "to-sa-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.media/pending bytes from us-east-1 to sa-east-1" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["sa-east-1"]
        RuleId            = "to-sa-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
  }
}

module "between_regions_us_west_2" {
  source    = "../modules/alarms"
  name      = "atlas"
  region    = "us-west-2"
  topic_arn = data.terraform_remote_state.us_west_2.outputs.alarm_topic_arn
  alarms = {
    "tables.profiles/replication-to-us-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-ap-northeast-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-northeast-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-ap-southeast-2" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "ap-southeast-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-eu-central-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "eu-central-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/replication-to-sa-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "atlas-profiles"
        ReceivingRegion = "sa-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
    "buckets.media/latency from us-east-1 to us-west-2" = {
      description = "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions."
      namespace   = "AWS/S3"
      metric      = "ReplicationLatency"
      statistic   = "Maximum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["us-west-2"]
        RuleId            = "to-us-west-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3600
      minutes    = 5
      missing    = "notBreaching"
    }
    "buckets.media/pending operations from us-east-1 to us-west-2" = {
      description = "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "OperationsPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["us-west-2"]
        RuleId            = "to-us-west-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10000
      minutes    = 15
      missing    = "notBreaching"
    }
    "buckets.media/pending bytes from us-east-1 to us-west-2" = {
      description = "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency."
      namespace   = "AWS/S3"
      metric      = "BytesPendingReplication"
      statistic   = "Minimum"
      dimensions = {
        SourceBucket      = data.terraform_remote_state.data.outputs.bucket_media_names["us-east-1"]
        DestinationBucket = data.terraform_remote_state.data.outputs.bucket_media_names["us-west-2"]
        RuleId            = "to-us-west-2"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1073741824
      minutes    = 15
      missing    = "notBreaching"
    }
  }
}

module "monitoring_key_us_east_1" {
  source = "../modules/alarms/key"
  name   = "atlas-monitoring"
  region = "us-east-1"
}

module "monitoring_topic_us_east_1" {
  source      = "../modules/alarms/topic"
  name        = "atlas-monitoring"
  region      = "us-east-1"
  kms_key_arn = module.monitoring_key_us_east_1.arn
  email       = "oncall@example.com"
}

module "monitoring_us_east_1" {
  source    = "../modules/alarms"
  name      = "atlas"
  region    = "us-east-1"
  topic_arn = module.monitoring_topic_us_east_1.arn
  alarms = {
    "buckets.media/errors of CloudFront" = {
      description = "CloudFront answers with server errors. Look at the health of S3 in the regions of the origin group."
      namespace   = "AWS/CloudFront"
      metric      = "5xxErrorRate"
      statistic   = "Average"
      dimensions = {
        DistributionId = data.terraform_remote_state.edge.outputs.distribution_media_id
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
  name   = "atlas-monitoring"
  region = "us-west-2"
}

module "monitoring_topic_us_west_2" {
  source      = "../modules/alarms/topic"
  name        = "atlas-monitoring"
  region      = "us-west-2"
  kms_key_arn = module.monitoring_key_us_west_2.arn
  email       = "oncall@example.com"
}

module "monitoring_us_west_2" {
  source    = "../modules/alarms"
  name      = "atlas"
  region    = "us-west-2"
  topic_arn = module.monitoring_topic_us_west_2.arn
  alarms = {
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
    "ingress.api/endpoint-ap-northeast-1" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_api_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_api_listener_id
        EndpointGroup = "ap-northeast-1"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
    "ingress.api/endpoint-ap-southeast-2" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_api_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_api_listener_id
        EndpointGroup = "ap-southeast-2"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
    "ingress.api/endpoint-eu-central-1" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_api_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_api_listener_id
        EndpointGroup = "eu-central-1"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
    "ingress.api/endpoint-sa-east-1" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_api_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_api_listener_id
        EndpointGroup = "sa-east-1"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
    "ingress.api/endpoint-us-west-2" = {
      description = "Global Accelerator sends no new connection to the region: its load balancer has no healthy target. Look at the region's own alarms."
      namespace   = "AWS/GlobalAccelerator"
      metric      = "HealthyEndpointCount"
      statistic   = "Minimum"
      dimensions = {
        Accelerator   = data.terraform_remote_state.edge.outputs.accelerator_api_accelerator_id
        Listener      = data.terraform_remote_state.edge.outputs.accelerator_api_listener_id
        EndpointGroup = "us-west-2"
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 3
      missing    = "ignore"
    }
  }
}
