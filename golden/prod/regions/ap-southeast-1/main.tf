module "network" {
  source              = "../../modules/network"
  name                = "shop-prod"
  region              = "ap-southeast-1"
  cidr                = "10.2.0.0/16"
  zones               = 3
  public              = false
  data                = false
  egress              = "nat"
  interface_endpoints = []
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "shop-prod"
  region = "ap-southeast-1"
}

module "firewall" {
  source      = "../../modules/service/firewall"
  name        = "shop-prod"
  region      = "ap-southeast-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["ap-southeast-1"]
}

module "service_api" {
  source          = "../../modules/service/regional"
  name            = "shop-prod"
  service         = "api"
  region          = "ap-southeast-1"
  min_tasks       = 2
  max_tasks       = 2
  repository_urls = data.terraform_remote_state.foundation.outputs.images_repository_urls["ap-southeast-1"]
  repository      = "shop/api"
  image_reference = ":1.42.0"
  cpu             = 1024
  memory          = 2048
  architecture    = "ARM64"
  port            = 8080
  health_path     = "/health"
  environment = {
    LOG_LEVEL            = "info"
    TOPOLOGY_HOME        = "us-east-1"
    TOPOLOGY_REGION      = "ap-southeast-1"
    TOPOLOGY_TABLE_USERS = "shop-prod-users"
    TOPOLOGY_WRITES      = "anywhere"
  }
  endpoints                = data.terraform_remote_state.foundation.outputs.host_api_endpoints
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_api_execution_role_arns["ap-southeast-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_api_task_role_arns["ap-southeast-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["ap-southeast-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_api_certificate_arns["ap-southeast-1"]
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
