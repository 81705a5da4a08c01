module "network" {
  source              = "../../modules/network"
  name                = "trade"
  region              = "eu-west-1"
  cidr                = "10.1.0.0/16"
  zones               = 3
  public              = false
  data                = true
  egress              = "nat"
  interface_endpoints = []
}

module "database_carts" {
  source = "../../modules/database/regional"
  providers = {
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }
  name                   = "trade-carts-eu-west-1"
  region                 = "eu-west-1"
  engine                 = "aurora-mysql"
  engine_version         = data.terraform_remote_state.data.outputs.global_database_carts_engine_version
  parameter_group_family = "aurora-mysql8.0"
  global_cluster_id      = data.terraform_remote_state.data.outputs.global_database_carts_id
  origin = {
    database_name = "carts"
    username      = "topology_admin"
    secret_arn    = data.terraform_remote_state.data.outputs.master_carts_arn
  }
  write_forwarding = true
  instances        = 2
  instance_class   = "db.serverless"
  serverless = {
    min = 8
    max = 32.5
  }
  insights            = "standard"
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.data_subnet_ids
  kms_key_arn         = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
  monitoring_role_arn = data.terraform_remote_state.foundation.outputs.database_monitoring_role_arn
}

module "database_orders" {
  source = "../../modules/database/regional"
  providers = {
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }
  name                   = "trade-orders-eu-west-1"
  region                 = "eu-west-1"
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
  instances           = 2
  instance_class      = "db.r8g.2xlarge"
  insights            = "advanced"
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.data_subnet_ids
  kms_key_arn         = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
  monitoring_role_arn = data.terraform_remote_state.foundation.outputs.database_monitoring_role_arn
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "trade"
  region = "eu-west-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "trade"
  region                 = "eu-west-1"
  rate_limit             = 2000
  takes_forwarded_writes = false
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
}

module "service_shop" {
  source            = "../../modules/service/regional"
  name              = "trade"
  service           = "shop"
  region            = "eu-west-1"
  min_tasks         = 7
  max_tasks         = 12
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["eu-west-1"]
  repository        = "trade/shop"
  image_reference   = ":3.2.0"
  cpu               = 512
  memory            = 1024
  architecture      = "ARM64"
  port              = 8080
  health_path       = "/health"
  starts_in         = 120
  client_keep_alive = 300
  scale_on = {
    cpu    = 50
    memory = 70
  }
  released_elsewhere = true
  environment = {
    TOPOLOGY_DATABASE_CARTS_NAME    = "carts"
    TOPOLOGY_DATABASE_CARTS_PORT    = "3306"
    TOPOLOGY_DATABASE_CARTS_READER  = module.database_carts.reader_endpoint
    TOPOLOGY_DATABASE_CARTS_USER    = "trade_carts"
    TOPOLOGY_DATABASE_CARTS_WRITER  = data.terraform_remote_state.data.outputs.global_database_carts_endpoint
    TOPOLOGY_DATABASE_ORDERS_NAME   = "orders"
    TOPOLOGY_DATABASE_ORDERS_PORT   = "5432"
    TOPOLOGY_DATABASE_ORDERS_READER = module.database_orders.reader_endpoint
    TOPOLOGY_DATABASE_ORDERS_USER   = "trade_orders"
    TOPOLOGY_DATABASE_ORDERS_WRITER = data.terraform_remote_state.data.outputs.global_database_orders_endpoint
    TOPOLOGY_HOME                   = "eu-west-1"
    TOPOLOGY_REGION                 = "eu-west-1"
    TOPOLOGY_SECRET_STRIPE          = "trade/stripe"
    TOPOLOGY_WRITES                 = "anywhere"
  }
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_shop_execution_role_arns["eu-west-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_shop_task_role_arns["eu-west-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_shop_certificate_arns["eu-west-1"]
  internal                 = true
  web_acl_arn              = module.firewall.arn
  vpc_id                   = module.network.vpc_id
  load_balancer_subnet_ids = module.network.private_subnet_ids
  task_subnet_ids          = module.network.private_subnet_ids
  connections = {
    "databases.carts" = {
      security_group_id = module.database_carts.security_group_id
      port              = 3306
    }
    "databases.orders" = {
      security_group_id = module.database_orders.security_group_id
      port              = 5432
    }
  }
  egress_cidrs           = ["0.0.0.0/0"]
  egress_prefix_list_ids = module.network.gateway_prefix_list_ids
  log_bucket             = module.network.log_bucket
}
