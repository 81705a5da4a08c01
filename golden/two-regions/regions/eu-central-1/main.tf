module "network" {
  source              = "../../modules/network"
  name                = "pay"
  region              = "eu-central-1"
  cidr                = "172.18.0.0/18"
  zones               = 3
  public              = true
  data                = false
  egress              = "endpoints"
  interface_endpoints = ["ecr.api", "ecr.dkr", "logs"]
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "pay"
  region = "eu-central-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "pay"
  region                 = "eu-central-1"
  rate_limit             = 5000
  takes_forwarded_writes = false
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
}

module "service_checkout" {
  source            = "../../modules/service/regional"
  name              = "pay"
  service           = "checkout"
  region            = "eu-central-1"
  min_tasks         = 7
  max_tasks         = 10
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["eu-central-1"]
  repository        = "pay/checkout"
  image_reference   = "@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
  cpu               = 2048
  memory            = 4096
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
    TOPOLOGY_HOME           = "eu-central-1"
    TOPOLOGY_REGION         = "eu-central-1"
    TOPOLOGY_TABLE_LIMITS   = "pay-limits"
    TOPOLOGY_TABLE_PAYMENTS = "pay-payments"
    TOPOLOGY_WRITES         = "anywhere"
  }
  endpoints = {
    eu-central-1 = data.terraform_remote_state.foundation.outputs.host_checkout_endpoints["eu-central-1"]
  }
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_checkout_execution_role_arns["eu-central-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_checkout_task_role_arns["eu-central-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_checkout_certificate_arns["eu-central-1"]
  internal                 = false
  web_acl_arn              = module.firewall.arn
  vpc_id                   = module.network.vpc_id
  load_balancer_subnet_ids = module.network.public_subnet_ids
  task_subnet_ids          = module.network.private_subnet_ids
  connections              = {}
  egress_cidrs             = ["172.18.0.0/18"]
  egress_prefix_list_ids   = module.network.gateway_prefix_list_ids
  log_bucket               = module.network.log_bucket
}

module "service_ledger" {
  source            = "../../modules/service/regional"
  name              = "pay"
  service           = "ledger"
  region            = "eu-central-1"
  min_tasks         = 4
  max_tasks         = 5
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["eu-central-1"]
  repository        = "pay/ledger"
  image_reference   = ":7"
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
    TOPOLOGY_HOME           = "eu-central-1"
    TOPOLOGY_REGION         = "eu-central-1"
    TOPOLOGY_TABLE_PAYMENTS = "pay-payments"
    TOPOLOGY_WRITES         = "anywhere"
  }
  endpoints = {
    eu-central-1 = data.terraform_remote_state.foundation.outputs.host_ledger_endpoints["eu-central-1"]
  }
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_ledger_execution_role_arns["eu-central-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_ledger_task_role_arns["eu-central-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_ledger_certificate_arns["eu-central-1"]
  internal                 = false
  web_acl_arn              = module.firewall.arn
  vpc_id                   = module.network.vpc_id
  load_balancer_subnet_ids = module.network.public_subnet_ids
  task_subnet_ids          = module.network.private_subnet_ids
  connections              = {}
  egress_cidrs             = ["172.18.0.0/18"]
  egress_prefix_list_ids   = module.network.gateway_prefix_list_ids
  log_bucket               = module.network.log_bucket
}
