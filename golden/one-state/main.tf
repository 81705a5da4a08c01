module "keys" {
  source  = "./modules/keys"
  name    = "intra"
  regions = ["eu-west-1"]
  service_statements = {
    LogGroups = {
      principal = "logs.{region}.amazonaws.com"
      actions   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
      condition = {
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        value    = "arn:{partition}:logs:{region}:{account}:log-group:*"
      }
    }
  }
}

module "images" {
  source       = "./modules/images"
  home         = "eu-west-1"
  regions      = ["eu-west-1"]
  repositories = ["intra/portal"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "network_eu_west_1" {
  source              = "./modules/network"
  name                = "intra"
  region              = "eu-west-1"
  cidr                = "10.1.0.0/16"
  zones               = 3
  public              = false
  data                = false
  egress              = "nat"
  interface_endpoints = []
}

module "table_sessions" {
  source      = "./modules/table"
  name        = "intra-sessions"
  region      = "eu-west-1"
  kms_key_arn = module.keys.arns["eu-west-1"]
  hash_key    = "sessionId"
  attributes = {
    sessionId = "S"
  }
  replicas    = {}
  consistency = "EVENTUAL"
  ttl         = "expiresAt"
  stream      = false
  indexes     = {}
}

module "cluster_eu_west_1" {
  source = "./modules/service/cluster"
  name   = "intra"
  region = "eu-west-1"
}

module "firewall_eu_west_1" {
  source                 = "./modules/service/firewall"
  name                   = "intra"
  region                 = "eu-west-1"
  rate_limit             = 2000
  takes_forwarded_writes = false
  kms_key_arn            = module.keys.arns["eu-west-1"]
}

module "roles_portal" {
  source       = "./modules/service/roles"
  name         = "intra"
  service      = "portal"
  regions      = ["eu-west-1"]
  repository   = "intra/portal"
  kms_key_arns = module.keys.arns
  key_services = ["dynamodb"]
  grants = {
    "tables.sessions" = {
      actions = [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:UpdateItem",
      ]
      resources = [
        "arn:{partition}:dynamodb:{region}:{account}:table/intra-sessions",
        "arn:{partition}:dynamodb:{region}:{account}:table/intra-sessions/index/*",
      ]
    }
  }
}

module "host_portal" {
  source  = "./modules/service/host"
  domain  = "intra.example.com"
  host    = "portal.intra.example.com"
  regions = ["eu-west-1"]
  home    = "eu-west-1"
}

module "service_portal_eu_west_1" {
  source            = "./modules/service/regional"
  name              = "intra"
  service           = "portal"
  region            = "eu-west-1"
  min_tasks         = 3
  max_tasks         = 3
  repository_urls   = module.images.repository_urls["eu-west-1"]
  repository        = "intra/portal"
  image_reference   = ":2024.11"
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
    TOPOLOGY_HOME           = "eu-west-1"
    TOPOLOGY_REGION         = "eu-west-1"
    TOPOLOGY_TABLE_SESSIONS = "intra-sessions"
    TOPOLOGY_WRITES         = "anywhere"
  }
  cluster_name             = module.cluster_eu_west_1.name
  cluster_arn              = module.cluster_eu_west_1.arn
  execution_role_arn       = module.roles_portal.execution_role_arns["eu-west-1"]
  task_role_arn            = module.roles_portal.task_role_arns["eu-west-1"]
  kms_key_arn              = module.keys.arns["eu-west-1"]
  certificate_arn          = module.host_portal.certificate_arns["eu-west-1"]
  internal                 = true
  web_acl_arn              = module.firewall_eu_west_1.arn
  vpc_id                   = module.network_eu_west_1.vpc_id
  load_balancer_subnet_ids = module.network_eu_west_1.private_subnet_ids
  task_subnet_ids          = module.network_eu_west_1.private_subnet_ids
  connections              = {}
  egress_cidrs             = ["0.0.0.0/0"]
  egress_prefix_list_ids   = module.network_eu_west_1.gateway_prefix_list_ids
  log_bucket               = module.network_eu_west_1.log_bucket
}

module "accelerator_portal" {
  source          = "./modules/ingress/accelerator"
  name            = "intra-portal"
  host            = "portal.intra.example.com"
  zone_id         = module.host_portal.zone_id
  client_affinity = "NONE"
  endpoints = {
    eu-west-1 = {
      load_balancer_arn = module.service_portal_eu_west_1.load_balancer_arn
      weight            = 128
      dial              = 100
    }
  }
  regional_hosts = {}
  log_bucket     = module.network_eu_west_1.log_bucket
}
