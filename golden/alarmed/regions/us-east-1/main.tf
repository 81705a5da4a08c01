module "network" {
  source              = "../../modules/network"
  name                = "orders"
  region              = "us-east-1"
  cidr                = "10.0.0.0/16"
  zones               = 3
  public              = false
  data                = false
  egress              = "nat"
  interface_endpoints = []
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "orders"
  region = "us-east-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "orders"
  region                 = "us-east-1"
  rate_limit             = 2000
  takes_forwarded_writes = false
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
}

module "service_api" {
  source            = "../../modules/service/regional"
  name              = "orders"
  service           = "api"
  region            = "us-east-1"
  min_tasks         = 6
  max_tasks         = 10
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["us-east-1"]
  repository        = "orders/api"
  image_reference   = ":3.1.0"
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
    TOPOLOGY_HOME         = "us-east-1"
    TOPOLOGY_REGION       = "us-east-1"
    TOPOLOGY_TABLE_ORDERS = "orders-orders"
    TOPOLOGY_WRITES       = "anywhere"
  }
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_api_execution_role_arns["us-east-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_api_task_role_arns["us-east-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_api_certificate_arns["us-east-1"]
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

module "functions" {
  source = "../../modules/functions"
  name   = "orders"
  region = "us-east-1"
  reserved_concurrency = {
    process-payment = 600
    send-receipt    = 400
  }
}

module "alarm_topic" {
  source      = "../../modules/alarms/topic"
  name        = "orders-alarms"
  region      = "us-east-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  email       = "oncall@example.com"
}

module "alarms" {
  source    = "../../modules/alarms"
  name      = "orders"
  region    = "us-east-1"
  topic_arn = module.alarm_topic.arn
  alarms = {
    "tables.orders/throttled-reads" = {
      description = "Reads are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "ReadThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "orders-orders"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "tables.orders/throttled-writes" = {
      description = "Writes are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "WriteThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "orders-orders"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "tables.orders/system-errors" = {
      description = "DynamoDB fails requests with internal errors, in 5 of 7 minutes. Look at the AWS Health dashboard; other regions may serve meanwhile."
      namespace   = "AWS/DynamoDB"
      metric      = "SystemErrors"
      statistic   = "Sum"
      dimensions = {
        TableName = "orders-orders"
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
    "tables.orders/throttled-index-reads" = {
      description = "Reads are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "ReadThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "orders-orders"
      }
      sum_over = {
        dimension = "GlobalSecondaryIndexName"
        values    = ["by_customer"]
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "tables.orders/throttled-index-writes" = {
      description = "Writes are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "WriteThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "orders-orders"
      }
      sum_over = {
        dimension = "GlobalSecondaryIndexName"
        values    = ["by_customer"]
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
      threshold  = 6
      minutes    = 5
      missing    = "breaching"
    }
    "services.api/missing-tasks" = {
      description = "Fewer tasks run than ECS wants to run, for 15 minutes. Look at the service's events: image, capacity of Fargate, quota, health check."
      namespace   = "ECS/ContainerInsights"
      metric      = "DesiredTaskCount"
      statistic   = "Average"
      dimensions = {
        ClusterName = "orders"
        ServiceName = "api"
      }
      minus      = "RunningTaskCount"
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 15
      missing    = "missing"
    }
    "functions.process-payment/throttled" = {
      description = "Lambda refuses calls of the function, 5 minutes in a row: it needs more than its reserved concurrency, or its deployment has not set it."
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      statistic   = "Sum"
      dimensions = {
        FunctionName = "process-payment"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "notBreaching"
    }
    "functions.send-receipt/throttled" = {
      description = "Lambda refuses calls of the function, 5 minutes in a row: it needs more than its reserved concurrency, or its deployment has not set it."
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      statistic   = "Sum"
      dimensions = {
        FunctionName = "receipts_send"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "notBreaching"
    }
  }
}
