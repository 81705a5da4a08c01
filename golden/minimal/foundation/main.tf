module "keys" {
  source  = "../modules/keys"
  name    = "hello"
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
  repositories = ["hello/web"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "roles_web" {
  source       = "../modules/service/roles"
  name         = "hello"
  service      = "web"
  regions      = ["us-east-1", "eu-west-1"]
  repository   = "hello/web"
  kms_key_arns = module.keys.arns
  key_services = []
  grants       = {}
}

module "host_web" {
  source  = "../modules/service/host"
  domain  = "example.com"
  host    = "web.example.com"
  regions = ["us-east-1", "eu-west-1"]
  home    = "us-east-1"
}
