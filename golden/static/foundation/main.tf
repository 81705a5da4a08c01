module "keys" {
  source  = "../modules/keys"
  name    = "desk"
  regions = ["eu-west-1", "eu-central-1", "us-east-1"]
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
  home         = "eu-west-1"
  regions      = ["eu-west-1", "eu-central-1", "us-east-1"]
  repositories = ["desk/web"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "roles_desk" {
  source       = "../modules/service/roles"
  name         = "desk"
  service      = "desk"
  regions      = ["eu-west-1", "eu-central-1", "us-east-1"]
  repository   = "desk/web"
  kms_key_arns = module.keys.arns
  key_services = []
  grants       = {}
}

module "host_desk" {
  source  = "../modules/service/host"
  domain  = "example.com"
  host    = "desk.example.com"
  regions = ["eu-west-1", "eu-central-1", "us-east-1"]
  home    = "eu-west-1"
}
