module "network" {
  source              = "../../modules/network"
  name                = "hello"
  region              = "eu-west-1"
  cidr                = "10.1.0.0/16"
  zones               = 3
  public              = false
  data                = false
  egress              = "nat"
  interface_endpoints = []
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "hello"
  region = "eu-west-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "hello"
  region                 = "eu-west-1"
  rate_limit             = 2000
  takes_forwarded_writes = false
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
}

module "service_web" {
  source            = "../../modules/service/regional"
  name              = "hello"
  service           = "web"
  region            = "eu-west-1"
  min_tasks         = 2
  max_tasks         = 4
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["eu-west-1"]
  repository        = "hello/web"
  image_reference   = ":1.0.0"
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
    TOPOLOGY_HOME   = "us-east-1"
    TOPOLOGY_REGION = "eu-west-1"
    TOPOLOGY_WRITES = "anywhere"
  }
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_web_execution_role_arns["eu-west-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_web_task_role_arns["eu-west-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_web_certificate_arns["eu-west-1"]
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
