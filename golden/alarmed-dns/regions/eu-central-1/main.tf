module "network" {
  source              = "../../modules/network"
  name                = "intake"
  region              = "eu-central-1"
  cidr                = "10.8.0.0/16"
  zones               = 3
  public              = true
  data                = false
  egress              = "nat"
  interface_endpoints = []
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "intake"
  region = "eu-central-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "intake"
  region                 = "eu-central-1"
  rate_limit             = 2000
  takes_forwarded_writes = false
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
}

module "service_forms" {
  source            = "../../modules/service/regional"
  name              = "intake"
  service           = "forms"
  region            = "eu-central-1"
  min_tasks         = 6
  max_tasks         = 6
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["eu-central-1"]
  repository        = "intake/forms"
  image_reference   = ":12"
  cpu               = 512
  memory            = 1024
  architecture      = "ARM64"
  port              = 8080
  health_path       = "/health"
  starts_in         = 60
  client_keep_alive = 60
  scale_on = {
    cpu = 60
  }
  released_elsewhere = false
  environment = {
    TOPOLOGY_HOME   = "eu-central-1"
    TOPOLOGY_REGION = "eu-central-1"
    TOPOLOGY_WRITES = "anywhere"
  }
  endpoints                = data.terraform_remote_state.foundation.outputs.host_forms_endpoints
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_forms_execution_role_arns["eu-central-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_forms_task_role_arns["eu-central-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_forms_certificate_arns["eu-central-1"]
  internal                 = false
  web_acl_arn              = module.firewall.arn
  vpc_id                   = module.network.vpc_id
  load_balancer_subnet_ids = module.network.public_subnet_ids
  task_subnet_ids          = module.network.private_subnet_ids
  connections              = {}
  egress_cidrs             = ["0.0.0.0/0"]
  egress_prefix_list_ids   = module.network.gateway_prefix_list_ids
  log_bucket               = module.network.log_bucket
}

module "alarm_topic" {
  source      = "../../modules/alarms/topic"
  name        = "intake-alarms"
  region      = "eu-central-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
  email       = "platform+intake@example.com"
}

module "alarms" {
  source    = "../../modules/alarms"
  name      = "intake"
  region    = "eu-central-1"
  topic_arn = module.alarm_topic.arn
  alarms = {
    "services.forms/load-balancer-errors" = {
      description = "The load balancer itself answers more than 10 requests a minute with 5xx, for 5 minutes: no healthy task, or tasks that hang up or time out."
      namespace   = "AWS/ApplicationELB"
      metric      = "HTTPCode_ELB_5XX_Count"
      statistic   = "Sum"
      dimensions = {
        LoadBalancer = module.service_forms.load_balancer_dimension
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10
      minutes    = 5
      missing    = "notBreaching"
    }
    "services.forms/response-time" = {
      description = "One request in a hundred takes longer than 1 second, for 5 minutes. Look at the tasks' CPU and at what they depend on."
      namespace   = "AWS/ApplicationELB"
      metric      = "TargetResponseTime"
      statistic   = "p99"
      dimensions = {
        LoadBalancer = module.service_forms.load_balancer_dimension
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1
      minutes    = 5
      missing    = "notBreaching"
    }
    "services.forms/healthy-tasks" = {
      description = "Fewer healthy tasks than the region always runs, for 5 minutes. Look at the service's events and at the health check."
      namespace   = "AWS/ApplicationELB"
      metric      = "HealthyHostCount"
      statistic   = "Minimum"
      dimensions = {
        LoadBalancer = module.service_forms.load_balancer_dimension
        TargetGroup  = module.service_forms.target_group_dimension
      }
      comparison = "LessThanThreshold"
      threshold  = 6
      minutes    = 5
      missing    = "breaching"
    }
    "services.forms/missing-tasks" = {
      description = "Fewer tasks run than ECS wants to run, for 15 minutes. Look at the service's events: image, capacity of Fargate, quota, health check."
      namespace   = "ECS/ContainerInsights"
      metric      = "DesiredTaskCount"
      statistic   = "Average"
      dimensions = {
        ClusterName = "intake"
        ServiceName = "forms"
      }
      minus      = "RunningTaskCount"
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 15
      missing    = "missing"
    }
  }
}
