module "keys" {
  source  = "../modules/keys"
  name    = "pay"
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
  }
}

module "images" {
  source       = "../modules/images"
  home         = "eu-central-1"
  regions      = ["eu-central-1", "eu-west-1"]
  repositories = ["pay/checkout", "pay/ledger"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "roles_checkout" {
  source       = "../modules/service/roles"
  name         = "pay"
  service      = "checkout"
  regions      = ["eu-central-1", "eu-west-1"]
  repository   = "pay/checkout"
  kms_key_arns = module.keys.arns
  key_services = ["dynamodb"]
  grants = {
    "tables.limits" = {
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
        "arn:{partition}:dynamodb:{region}:{account}:table/pay-limits",
        "arn:{partition}:dynamodb:{region}:{account}:table/pay-limits/index/*",
      ]
    }
    "tables.payments" = {
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
        "arn:{partition}:dynamodb:{region}:{account}:table/pay-payments",
        "arn:{partition}:dynamodb:{region}:{account}:table/pay-payments/index/*",
      ]
    }
  }
}

module "host_checkout" {
  source  = "../modules/service/host"
  domain  = "pay.example.com"
  host    = "checkout.pay.example.com"
  regions = ["eu-central-1", "eu-west-1"]
  home    = "eu-central-1"
}

module "roles_ledger" {
  source       = "../modules/service/roles"
  name         = "pay"
  service      = "ledger"
  regions      = ["eu-central-1", "eu-west-1"]
  repository   = "pay/ledger"
  kms_key_arns = module.keys.arns
  key_services = ["dynamodb"]
  grants = {
    "tables.payments" = {
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
        "arn:{partition}:dynamodb:{region}:{account}:table/pay-payments",
        "arn:{partition}:dynamodb:{region}:{account}:table/pay-payments/index/*",
      ]
    }
  }
}

module "host_ledger" {
  source  = "../modules/service/host"
  domain  = "pay.example.com"
  host    = "ledger.pay.example.com"
  regions = ["eu-central-1", "eu-west-1"]
  home    = "eu-central-1"
}
