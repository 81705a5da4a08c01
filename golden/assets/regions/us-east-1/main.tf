module "network" {
  source              = "../../modules/network"
  name                = "media"
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
  name   = "media"
  region = "us-east-1"
}

module "firewall" {
  source                 = "../../modules/service/firewall"
  name                   = "media"
  region                 = "us-east-1"
  rate_limit             = 2000
  takes_forwarded_writes = false
  kms_key_arn            = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
}

module "service_upload" {
  source            = "../../modules/service/regional"
  name              = "media"
  service           = "upload"
  region            = "us-east-1"
  min_tasks         = 6
  max_tasks         = 10
  repository_urls   = data.terraform_remote_state.foundation.outputs.images_repository_urls["us-east-1"]
  repository        = "media/upload"
  image_reference   = ":3.2.0"
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
    TOPOLOGY_BUCKET_ASSETS = data.terraform_remote_state.data.outputs.bucket_assets_names["us-east-1"]
    TOPOLOGY_CDN_ASSETS    = "static.example.com"
    TOPOLOGY_HOME          = "us-east-1"
    TOPOLOGY_REGION        = "us-east-1"
    TOPOLOGY_WRITES        = "anywhere"
  }
  cluster_name             = module.cluster.name
  cluster_arn              = module.cluster.arn
  execution_role_arn       = data.terraform_remote_state.foundation.outputs.roles_upload_execution_role_arns["us-east-1"]
  task_role_arn            = data.terraform_remote_state.foundation.outputs.roles_upload_task_role_arns["us-east-1"]
  kms_key_arn              = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  certificate_arn          = data.terraform_remote_state.foundation.outputs.host_upload_certificate_arns["us-east-1"]
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
