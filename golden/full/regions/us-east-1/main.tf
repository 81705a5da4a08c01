module "network" {
  source              = "../../modules/network"
  name                = "store"
  region              = "us-east-1"
  cidr                = "10.0.0.0/16"
  zones               = 3
  public              = false
  data                = true
  egress              = "nat"
  interface_endpoints = []
}

module "database_orders" {
  source = "../../modules/database/regional"
  providers = {
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }
  name                   = "store-orders-us-east-1"
  region                 = "us-east-1"
  engine                 = "aurora-postgresql"
  engine_version         = data.terraform_remote_state.data.outputs.global_database_orders_engine_version
  parameter_group_family = "aurora-postgresql17"
  global_cluster_id      = data.terraform_remote_state.data.outputs.global_database_orders_id
  origin = {
    database_name = "orders"
    username      = "topology_admin"
    secret_arn    = data.terraform_remote_state.data.outputs.master_orders_arn
  }
  write_forwarding    = true
  instances           = 4
  instance_class      = "db.r7g.2xlarge"
  insights            = "standard"
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.data_subnet_ids
  kms_key_arn         = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  monitoring_role_arn = data.terraform_remote_state.foundation.outputs.database_monitoring_role_arn
}

module "writer" {
  source = "../../modules/service/writer"
  name   = "store"
  region = "us-east-1"
  writer = "us-east-1"
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "store"
  region = "us-east-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "store"
  region                 = "us-east-1"
  rate_limit             = 2000
  takes_forwarded_writes = true
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
}

module "service_admin" {
  source            = "../../modules/service/regional"
  name              = "store"
  service           = "admin"
  region            = "us-east-1"
  min_tasks         = 3
  max_tasks         = 3
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["us-east-1"]
  repository        = "store/admin"
  image_reference   = ":2.0.1"
  cpu               = 512
  memory            = 1024
  architecture      = "X86_64"
  port              = 8080
  health_path       = "/health"
  starts_in         = 60
  client_keep_alive = 60
  scale_on = {
    cpu = 60
  }
  released_elsewhere = false
  environment = {
    LOG_LEVEL       = "info"
    TOPOLOGY_HOME   = "us-east-1"
    TOPOLOGY_REGION = "us-east-1"
    TOPOLOGY_WRITES = "anywhere"
  }
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_admin_execution_role_arns["us-east-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_admin_task_role_arns["us-east-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_admin_certificate_arns["us-east-1"]
  internal                 = true
  web_acl_arn              = module.firewall.arn
  vpc_id                   = module.network.vpc_id
  load_balancer_subnet_ids = module.network.private_subnet_ids
  task_subnet_ids          = module.network.private_subnet_ids
  connections              = {}
  egress_cidrs             = ["0.0.0.0/0"]
  egress_prefix_list_ids   = module.network.gateway_prefix_list_ids
  log_bucket               = module.network.log_bucket
  log_retention_days       = 30
}

module "service_api" {
  source            = "../../modules/service/regional"
  name              = "store"
  service           = "api"
  region            = "us-east-1"
  min_tasks         = 12
  max_tasks         = 18
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["us-east-1"]
  repository        = "store/api"
  image_reference   = ":1.42.0"
  cpu               = 1024
  memory            = 2048
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
    TOPOLOGY_BUCKET_ASSETS          = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
    TOPOLOGY_CDN_ASSETS             = "static.example.com"
    TOPOLOGY_DATABASE_ORDERS_NAME   = "orders"
    TOPOLOGY_DATABASE_ORDERS_PORT   = "5432"
    TOPOLOGY_DATABASE_ORDERS_READER = module.database_orders.reader_endpoint
    TOPOLOGY_DATABASE_ORDERS_USER   = "store_orders"
    TOPOLOGY_DATABASE_ORDERS_WRITER = data.terraform_remote_state.data.outputs.global_database_orders_endpoint
    TOPOLOGY_HOME                   = "us-east-1"
    TOPOLOGY_REGION                 = "us-east-1"
    TOPOLOGY_SECRET_STRIPE          = "store/stripe"
    TOPOLOGY_TABLE_USERS            = "store-users"
    TOPOLOGY_WRITER_PARAMETER       = module.writer.parameter_name
    TOPOLOGY_WRITES                 = "home"
  }
  endpoints                = data.terraform_remote_state.foundation.outputs.host_api_endpoints
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
  connections = {
    "databases.orders" = {
      security_group_id = module.database_orders.security_group_id
      port              = 5432
    }
  }
  egress_cidrs           = ["0.0.0.0/0"]
  egress_prefix_list_ids = module.network.gateway_prefix_list_ids
  log_bucket             = module.network.log_bucket
  log_retention_days     = 30
}

module "functions" {
  source = "../../modules/functions"
  name   = "store"
  region = "us-east-1"
  reserved_concurrency = {
    process-payment = 540
  }
}

module "logs" {
  source                = "../../modules/logs/regional"
  name                  = "store"
  region                = "us-east-1"
  index                 = "services"
  engine_version        = "OpenSearch_2.19"
  instance_type         = "r7g.large.search"
  data_nodes            = 42
  dedicated_master_type = "m7g.2xlarge.search"
  volume_gb             = 1000
  iops                  = 3000
  throughput            = 250
  zones                 = 3
  retention_days        = 30
  vpc_id                = module.network.vpc_id
  subnet_ids            = module.network.data_subnet_ids
  kms_key_arn           = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  admin_role_arn        = data.terraform_remote_state.foundation.outputs.logs_roles_admin_role_arn
  firehose_role_arn     = data.terraform_remote_state.foundation.outputs.logs_roles_firehose_role_arns["us-east-1"]
  splitter_role_arn     = data.terraform_remote_state.foundation.outputs.logs_roles_splitter_role_arns["us-east-1"]
  log_groups = {
    admin = module.service_admin.log_group_name
    api   = module.service_api.log_group_name
  }
}

module "alarm_topic" {
  source      = "../../modules/alarms/topic"
  name        = "store-alarms"
  region      = "us-east-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  email       = "oncall@example.com"
}

module "alarms" {
  source    = "../../modules/alarms"
  name      = "store"
  region    = "us-east-1"
  topic_arn = module.alarm_topic.arn
  alarms = {
    "tables.users/throttled-reads" = {
      description = "Reads are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "ReadThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "store-users"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "tables.users/throttled-writes" = {
      description = "Writes are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "WriteThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "store-users"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "tables.users/system-errors" = {
      description = "DynamoDB fails requests with internal errors, in 5 of 7 minutes. Look at the AWS Health dashboard; other regions may serve meanwhile."
      namespace   = "AWS/DynamoDB"
      metric      = "SystemErrors"
      statistic   = "Sum"
      dimensions = {
        TableName = "store-users"
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
    "tables.users/throttled-index-reads" = {
      description = "Reads are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "ReadThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "store-users"
      }
      sum_over = {
        dimension = "GlobalSecondaryIndexName"
        values    = ["by_email"]
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "tables.users/throttled-index-writes" = {
      description = "Writes are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region."
      namespace   = "AWS/DynamoDB"
      metric      = "WriteThrottleEvents"
      statistic   = "Sum"
      dimensions = {
        TableName = "store-users"
      }
      sum_over = {
        dimension = "GlobalSecondaryIndexName"
        values    = ["by_email"]
      }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      missing    = "zero"
    }
    "databases.orders/load" = {
      description = "The database has hardly any processor time left: look for slow statements, then for a larger class."
      namespace   = "AWS/RDS"
      metric      = "CPUUtilization"
      statistic   = "Average"
      dimensions = {
        DBClusterIdentifier = "store-orders-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 90
      minutes    = 15
      missing    = "notBreaching"
    }
    "databases.orders/replication lag" = {
      description = "This region's copy is this many milliseconds behind: what a failover to it would lose now. Look at the writer's load and at the network between the regions."
      namespace   = "AWS/RDS"
      metric      = "AuroraGlobalDBRPOLag"
      statistic   = "Maximum"
      dimensions = {
        DBClusterIdentifier = "store-orders-us-east-1"
      }
      comparison = "GreaterThanThreshold"
      threshold  = 30000
      minutes    = 5
      missing    = "notBreaching"
    }
    "services.admin/load-balancer-errors" = {
      description = "The load balancer itself answers more than 10 requests a minute with 5xx, for 5 minutes: no healthy task, or tasks that hang up or time out."
      namespace   = "AWS/ApplicationELB"
      metric      = "HTTPCode_ELB_5XX_Count"
      statistic   = "Sum"
      dimensions = {
        LoadBalancer = module.service_admin.load_balancer_dimension
      }
      comparison = "GreaterThanThreshold"
      threshold  = 10
      minutes    = 5
      missing    = "notBreaching"
    }
    "services.admin/response-time" = {
      description = "One request in a hundred takes longer than 1 second, for 5 minutes. Look at the tasks' CPU and at what they depend on."
      namespace   = "AWS/ApplicationELB"
      metric      = "TargetResponseTime"
      statistic   = "p99"
      dimensions = {
        LoadBalancer = module.service_admin.load_balancer_dimension
      }
      comparison = "GreaterThanThreshold"
      threshold  = 1
      minutes    = 5
      missing    = "notBreaching"
    }
    "services.admin/healthy-tasks" = {
      description = "Fewer healthy tasks than the region always runs, for 5 minutes. Look at the service's events and at the health check."
      namespace   = "AWS/ApplicationELB"
      metric      = "HealthyHostCount"
      statistic   = "Minimum"
      dimensions = {
        LoadBalancer = module.service_admin.load_balancer_dimension
        TargetGroup  = module.service_admin.target_group_dimension
      }
      comparison = "LessThanThreshold"
      threshold  = 3
      minutes    = 5
      missing    = "breaching"
    }
    "services.admin/missing-tasks" = {
      description = "Fewer tasks run than ECS wants to run, for 15 minutes. Look at the service's events: image, capacity of Fargate, quota, health check."
      namespace   = "ECS/ContainerInsights"
      metric      = "DesiredTaskCount"
      statistic   = "Average"
      dimensions = {
        ClusterName = "store"
        ServiceName = "admin"
      }
      minus      = "RunningTaskCount"
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 15
      missing    = "missing"
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
      threshold  = 12
      minutes    = 5
      missing    = "breaching"
    }
    "services.api/missing-tasks" = {
      description = "Fewer tasks run than ECS wants to run, for 15 minutes. Look at the service's events: image, capacity of Fargate, quota, health check."
      namespace   = "ECS/ContainerInsights"
      metric      = "DesiredTaskCount"
      statistic   = "Average"
      dimensions = {
        ClusterName = "store"
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
    "logs/cluster is red" = {
      description = "A shard of the log domain has no copy: documents are missing, and its day cannot be written. Look at failed nodes and at free storage."
      namespace   = "AWS/ES"
      metric      = "ClusterStatus.red"
      statistic   = "Maximum"
      dimensions = {
        DomainName = module.logs.domain_name
        ClientId   = module.logs.account_id
      }
      comparison = "GreaterThanOrEqualToThreshold"
      threshold  = 1
      minutes    = 1
      missing    = "missing"
    }
    "logs/cluster is yellow" = {
      description = "A shard of the log domain has one copy only. It mends itself after a lost node; if it does not, storage is short or a zone is gone."
      namespace   = "AWS/ES"
      metric      = "ClusterStatus.yellow"
      statistic   = "Maximum"
      dimensions = {
        DomainName = module.logs.domain_name
        ClientId   = module.logs.account_id
      }
      comparison = "GreaterThanOrEqualToThreshold"
      threshold  = 1
      minutes    = 30
      missing    = "missing"
    }
    "logs/storage runs out" = {
      description = "A data node of the log domain has less than a quarter of its volume left. Delete indexes or raise volume_gb: a full node blocks writes."
      namespace   = "AWS/ES"
      metric      = "FreeStorageSpace"
      statistic   = "Minimum"
      dimensions = {
        DomainName = module.logs.domain_name
        ClientId   = module.logs.account_id
      }
      comparison = "LessThanThreshold"
      threshold  = 256000
      minutes    = 5
      missing    = "missing"
    }
    "logs/writes are blocked" = {
      description = "The log domain refuses to write, for want of storage or memory. Logs go to the backup bucket."
      namespace   = "AWS/ES"
      metric      = "ClusterIndexWritesBlocked"
      statistic   = "Maximum"
      dimensions = {
        DomainName = module.logs.domain_name
        ClientId   = module.logs.account_id
      }
      comparison = "GreaterThanOrEqualToThreshold"
      threshold  = 1
      minutes    = 5
      missing    = "missing"
    }
    "logs/lines are not handed over" = {
      description = "The function between CloudWatch Logs and Firehose fails, 5 minutes in a row. Its log says why: a quota of the stream, or permissions."
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      statistic   = "Sum"
      dimensions = {
        FunctionName = module.logs.function_name
      }
      comparison = "GreaterThanOrEqualToThreshold"
      threshold  = 1
      minutes    = 5
      missing    = "notBreaching"
    }
    "logs/lines wait to be handed over" = {
      description = "Log lines wait longer than 15 minutes for the function between CloudWatch Logs and Firehose. Look at the account's concurrent executions of Lambda."
      namespace   = "AWS/Lambda"
      metric      = "AsyncEventAge"
      statistic   = "Maximum"
      dimensions = {
        FunctionName = module.logs.function_name
      }
      comparison = "GreaterThanOrEqualToThreshold"
      threshold  = 900000
      minutes    = 5
      missing    = "notBreaching"
    }
    "logs/lines are given up" = {
      description = "A batch of log lines was not handed to Firehose after three tries. It is in the backup bucket, under aws/lambda/async, and not in the domain."
      namespace   = "AWS/Lambda"
      metric      = "AsyncEventsDropped"
      statistic   = "Sum"
      dimensions = {
        FunctionName = module.logs.function_name
      }
      comparison = "GreaterThanOrEqualToThreshold"
      threshold  = 1
      minutes    = 1
      missing    = "notBreaching"
    }
    "logs/lines are refused" = {
      description = "OpenSearch refused log lines; they are in the backup bucket. Every line: Firehose's role is not mapped in the domain. Some: a field has another type than in earlier lines."
      namespace   = "AWS/Firehose"
      metric      = "DeliveryToAmazonOpenSearchService.Success"
      statistic   = "Average"
      dimensions = {
        DeliveryStreamName = module.logs.stream_name
      }
      comparison = "LessThanThreshold"
      threshold  = 1
      minutes    = 5
      missing    = "notBreaching"
    }
    "logs/delivery is late" = {
      description = "The oldest log line that waits for delivery is older than 15 minutes. Look at the domain's health and at the stream's errors."
      namespace   = "AWS/Firehose"
      metric      = "DeliveryToAmazonOpenSearchService.DataFreshness"
      statistic   = "Maximum"
      dimensions = {
        DeliveryStreamName = module.logs.stream_name
      }
      comparison = "GreaterThanThreshold"
      threshold  = 900
      minutes    = 5
      missing    = "notBreaching"
    }
  }
}
