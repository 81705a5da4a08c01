module "network" {
  source              = "../../modules/network"
  name                = "desk"
  region              = "us-east-1"
  cidr                = "10.0.0.0/16"
  zones               = 3
  public              = false
  data                = true
  egress              = "nat"
  interface_endpoints = []
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "desk"
  region = "us-east-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "desk"
  region                 = "us-east-1"
  rate_limit             = 2000
  takes_forwarded_writes = false
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
}

module "service_tickets" {
  source            = "../../modules/service/regional"
  name              = "desk"
  service           = "tickets"
  region            = "us-east-1"
  min_tasks         = 5
  max_tasks         = 8
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["us-east-1"]
  repository        = "desk/tickets"
  image_reference   = ":3.1"
  cpu               = 512
  memory            = 1024
  architecture      = "ARM64"
  port              = 8080
  health_path       = "/health"
  starts_in         = 60
  client_keep_alive = 60
  scale_on = {
    requests = 600
  }
  released_elsewhere = false
  environment = {
    TOPOLOGY_HOME   = "us-east-1"
    TOPOLOGY_REGION = "us-east-1"
    TOPOLOGY_WRITES = "anywhere"
  }
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_tickets_execution_role_arns["us-east-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_tickets_task_role_arns["us-east-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_tickets_certificate_arns["us-east-1"]
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

module "logs" {
  source                = "../../modules/logs/regional"
  name                  = "desk"
  region                = "us-east-1"
  index                 = "services"
  engine_version        = "OpenSearch_2.19"
  instance_type         = "r7g.large.search"
  data_nodes            = 15
  dedicated_master_type = "m7g.xlarge.search"
  volume_gb             = 300
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
    tickets = module.service_tickets.log_group_name
  }
}
