module "keys" {
  source  = "../modules/keys"
  name    = "desk"
  regions = ["us-east-1", "eu-west-1"]
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
  source       = "../modules/images"
  home         = "us-east-1"
  regions      = ["us-east-1", "eu-west-1"]
  repositories = ["desk/tickets"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "roles_tickets" {
  source       = "../modules/service/roles"
  name         = "desk"
  service      = "tickets"
  regions      = ["us-east-1", "eu-west-1"]
  repository   = "desk/tickets"
  kms_key_arns = module.keys.arns
  key_services = []
  grants       = {}
}

module "host_tickets" {
  source  = "../modules/service/host"
  domain  = "desk.example.com"
  host    = "tickets.desk.example.com"
  regions = ["us-east-1", "eu-west-1"]
  home    = "us-east-1"
}

module "logs_roles" {
  source                     = "../modules/logs/roles"
  name                       = "desk"
  regions                    = ["us-east-1", "eu-west-1"]
  index                      = "services"
  kms_key_arns               = module.keys.arns
  create_service_linked_role = true
}

module "grafana_role" {
  source = "../modules/dashboards/role"
  name   = "desk"
  region = "eu-west-1"
  search = true
}
