module "network" {
  source              = "../../modules/network"
  name                = "tools"
  region              = "eu-central-1"
  cidr                = "10.8.0.0/16"
  zones               = 3
  public              = false
  data                = false
  egress              = "nat"
  interface_endpoints = []
}

module "writer" {
  source = "../../modules/service/writer"
  name   = "tools"
  region = "eu-central-1"
  writer = "eu-central-1"
}

module "cluster" {
  source = "../../modules/service/cluster"
  name   = "tools"
  region = "eu-central-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "tools"
  region                 = "eu-central-1"
  rate_limit             = 2000
  takes_forwarded_writes = true
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
}

module "service_portal" {
  source            = "../../modules/service/regional"
  name              = "tools"
  service           = "portal"
  region            = "eu-central-1"
  min_tasks         = 6
  max_tasks         = 6
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["eu-central-1"]
  repository        = "tools/portal"
  image_reference   = ":5"
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
    TOPOLOGY_BUCKET_DOWNLOADS = data.terraform_remote_state.data.outputs.bucket_downloads_names["eu-central-1"]
    TOPOLOGY_HOME             = "eu-central-1"
    TOPOLOGY_REGION           = "eu-central-1"
    TOPOLOGY_WRITER_PARAMETER = module.writer.parameter_name
    TOPOLOGY_WRITES           = "home"
  }
  endpoints                = data.terraform_remote_state.foundation.outputs.host_portal_endpoints
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_portal_execution_role_arns["eu-central-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_portal_task_role_arns["eu-central-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_portal_certificate_arns["eu-central-1"]
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
