module "monitoring_key_us_east_1" {
  source = "../modules/alarms/key"
  name   = "intake-monitoring"
  region = "us-east-1"
}

module "monitoring_topic_us_east_1" {
  source      = "../modules/alarms/topic"
  name        = "intake-monitoring"
  region      = "us-east-1"
  kms_key_arn = module.monitoring_key_us_east_1.arn
  email       = "platform+intake@example.com"
}

module "monitoring_us_east_1" {
  source    = "../modules/alarms"
  name      = "intake"
  region    = "us-east-1"
  topic_arn = module.monitoring_topic_us_east_1.arn
  alarms = {
    "ingress.forms/health-check-eu-central-1" = {
      description = "Route 53 finds the region unhealthy from outside and no longer answers with it. Look at the region's own alarms; if they are quiet, at its network and certificate."
      namespace   = "AWS/Route53"
      metric      = "HealthCheckStatus"
      statistic   = "Minimum"
      dimensions = {
        HealthCheckId = data.terraform_remote_state.edge.outputs.records_forms_health_check_ids["eu-central-1"]
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 2
      missing    = "breaching"
    }
    "ingress.forms/health-check-eu-west-1" = {
      description = "Route 53 finds the region unhealthy from outside and no longer answers with it. Look at the region's own alarms; if they are quiet, at its network and certificate."
      namespace   = "AWS/Route53"
      metric      = "HealthCheckStatus"
      statistic   = "Minimum"
      dimensions = {
        HealthCheckId = data.terraform_remote_state.edge.outputs.records_forms_health_check_ids["eu-west-1"]
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 2
      missing    = "breaching"
    }
  }
}
