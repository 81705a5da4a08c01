module "monitoring_key_us_west_2" {
  source = "../modules/alarms/key"
  name   = "orders-monitoring"
  region = "us-west-2"
}

module "monitoring_us_west_2" {
  source      = "../modules/alarms"
  name        = "orders"
  topic       = "orders-monitoring"
  region      = "us-west-2"
  kms_key_arn = module.monitoring_key_us_west_2.arn
  email       = "oncall@example.com"
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
