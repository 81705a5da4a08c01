module "network" {
  source              = "../../modules/network"
  name                = "atlas"
  region              = "ap-northeast-1"
  cidr                = "10.4.0.0/16"
  zones               = 3
  public              = false
  data                = false
  egress              = "nat"
  interface_endpoints = []
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "atlas"
  region = "ap-northeast-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "atlas"
  region                 = "ap-northeast-1"
  rate_limit             = 2000
  takes_forwarded_writes = false
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["ap-northeast-1"]
}

module "service_api" {
  source            = "../../modules/service/regional"
  name              = "atlas"
  service           = "api"
  region            = "ap-northeast-1"
  min_tasks         = 11
  max_tasks         = 20
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["ap-northeast-1"]
  repository        = "atlas/api"
  image_reference   = ":7.2.0"
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
    TOPOLOGY_BUCKET_MEDIA   = data.terraform_remote_state.data.outputs.bucket_media_names["ap-northeast-1"]
    TOPOLOGY_CDN_MEDIA      = "media.atlas.example.com"
    TOPOLOGY_HOME           = "us-east-1"
    TOPOLOGY_REGION         = "ap-northeast-1"
    TOPOLOGY_TABLE_PROFILES = "atlas-profiles"
    TOPOLOGY_WRITES         = "anywhere"
  }
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_api_execution_role_arns["ap-northeast-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_api_task_role_arns["ap-northeast-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["ap-northeast-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_api_certificate_arns["ap-northeast-1"]
  internal                 = true
  web_acl_arn              = module.firewall.arn
  vpc_id                   = module.network.vpc_id
  load_balancer_subnet_ids = module.network.private_subnet_ids
  task_subnet_ids          = module.network.private_subnet_ids
  connections              = {}
  egress_cidrs             = ["0.0.0.0/0"]
  egress_prefix_list_ids   = module.network.gateway_prefix_list_ids
  log_bucket               = module.network.log_bucket
}

module "alarm_topic" {
  source      = "../../modules/alarms/topic"
  name        = "atlas-alarms"
  region      = "ap-northeast-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["ap-northeast-1"]
  email       = "oncall@example.com"
}

module "alarms" {
  source    = "../../modules/alarms"
  name      = "atlas"
  region    = "ap-northeast-1"
  topic_arn = module.alarm_topic.arn
  alarms = {
    "tables.profiles/throttled-reads" = {
      description = "Reads are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "ReadThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "atlas-profiles"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/throttled-writes" = {
      description = "Writes are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "WriteThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "atlas-profiles"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "tables.profiles/system-errors" = {
      description = "DynamoDB fails requests with internal errors, in 5 of 7 minutes. Look at the AWS Health dashboard; other regions may serve meanwhile."
      namespace   = "AWS/DynamoDB"
      metric      = "SystemErrors"
      statistic   = "Sum"
      dimensions = {
        TableName = "atlas-profiles"
      }
      sum_over = {
        dimension = "Operation"
        values = [
          "BatchGetItem",
          "BatchWriteItem",
          "DeleteItem",
          "GetItem",
          "PutItem",
          "Query",
          "Scan",
          "UpdateItem",
        ]
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "services.api/load-balancer-errors" = {
      description = "The load balancer itself answers more than 10 requests a minute with 5xx, for 5 minutes: no healthy task, or tasks that hang up or time out."
      namespace   = "AWS/ApplicationELB"
      metric      = "HTTPCode_ELB_5XX_Count"
      statistic   = "Sum"
      dimensions = {
        LoadBalancer = module.service_api.load_balancer_dimension
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10
      minutes    = 5
      missing    = "notBreaching"
    }
    "services.api/response-time" = {
      description = "One request in a hundred takes longer than 1 second, for 5 minutes. Look at the tasks' CPU and at what they depend on."
      namespace   = "AWS/ApplicationELB"
      metric      = "TargetResponseTime"
      statistic   = "p99"
      dimensions = {
        LoadBalancer = module.service_api.load_balancer_dimension
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1
      minutes    = 5
      missing    = "notBreaching"
    }
    "services.api/healthy-tasks" = {
      description = "Fewer healthy tasks than the region always runs, for 5 minutes. Look at the service's events and at the health check."
      namespace   = "AWS/ApplicationELB"
      metric      = "HealthyHostCount"
      statistic   = "Minimum"
      dimensions = {
        LoadBalancer = module.service_api.load_balancer_dimension
        TargetGroup  = module.service_api.target_group_dimension
      }
      comparison = "LessThanThreshold"
      threshold  = 11
      minutes    = 5
      missing    = "breaching"
    }
    "services.api/missing-tasks" = {
      description = "Fewer tasks run than ECS wants to run, for 15 minutes. Look at the service's events: image, capacity of Fargate, quota, health check."
      namespace   = "ECS/ContainerInsights"
      metric      = "DesiredTaskCount"
      statistic   = "Average"
      dimensions = {
        ClusterName = "atlas"
        ServiceName = "api"
      }
      minus      = "RunningTaskCount"
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 15
      missing    = "missing"
    }
  }
}
