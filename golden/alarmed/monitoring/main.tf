module "between_regions_us_east_1" {
  source    = "../modules/alarms"
  name      = "orders"
  region    = "us-east-1"
  topic_arn = data.terraform_remote_state.us_east_1.outputs.alarm_topic_arn
  alarms = {
    "tables.orders/replication-to-eu-west-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "orders-orders"
        ReceivingRegion = "eu-west-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
  }
}

module "between_regions_eu_west_1" {
  source    = "../modules/alarms"
  name      = "orders"
  region    = "eu-west-1"
  topic_arn = data.terraform_remote_state.eu_west_1.outputs.alarm_topic_arn
  alarms = {
    "tables.orders/replication-to-us-east-1" = {
      description = "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now."
      namespace   = "AWS/DynamoDB"
      metric      = "ReplicationLatency"
      statistic   = "Average"
      dimensions = {
        TableName       = "orders-orders"
        ReceivingRegion = "us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 3000
      minutes    = 5
      missing    = "zero"
    }
  }
}

module "monitoring_key_us_west_2" {
  source = "../modules/alarms/key"
  name   = "orders-monitoring"
  region = "us-west-2"
}

module "monitoring_topic_us_west_2" {
  source      = "../modules/alarms/topic"
  name        = "orders-monitoring"
  region      = "us-west-2"
  kms_key_arn = module.monitoring_key_us_west_2.arn
  email       = "oncall@example.com"
}

module "monitoring_us_west_2" {
  source    = "../modules/alarms"
  name      = "orders"
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
