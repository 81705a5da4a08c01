module "keys" {
  source  = "../modules/keys"
  name    = "intake"
  regions = ["eu-central-1", "eu-west-1"]
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
    AlarmTopics = {
      principal = "cloudwatch.amazonaws.com"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
      condition = {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        value    = "{account}"
      }
    }
  }
}

module "images" {
  source       = "../modules/images"
  home         = "eu-central-1"
  regions      = ["eu-central-1", "eu-west-1"]
  repositories = ["intake/forms"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "roles_forms" {
  source       = "../modules/service/roles"
  name         = "intake"
  service      = "forms"
  regions      = ["eu-central-1", "eu-west-1"]
  repository   = "intake/forms"
  kms_key_arns = module.keys.arns
  key_services = []
  grants       = {}
}

module "host_forms" {
  source  = "../modules/service/host"
  domain  = "intake.example.com"
  host    = "forms.intake.example.com"
  regions = ["eu-central-1", "eu-west-1"]
  home    = "eu-central-1"
}
