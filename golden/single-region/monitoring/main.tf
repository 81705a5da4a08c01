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
  }
}
