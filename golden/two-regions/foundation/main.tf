module "keys" {
  source     = "../modules/keys"
  name       = "pay"
  regions    = ["eu-central-1", "eu-west-1"]
  log_groups = true
}

module "images" {
  source       = "../modules/images"
  home         = "eu-central-1"
  regions      = ["eu-central-1", "eu-west-1"]
  repositories = ["pay/checkout", "pay/ledger"]
  kms_key_arns = module.keys.arns
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
      service   = "dynamodb"
      actions   = ["BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "DeleteItem", "DescribeTable", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"]
      resources = ["table/pay-limits", "table/pay-limits/index/*"]
    }
    "tables.payments" = {
      service   = "dynamodb"
      actions   = ["BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "DeleteItem", "DescribeTable", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"]
      resources = ["table/pay-payments", "table/pay-payments/index/*"]
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
      service   = "dynamodb"
      actions   = ["BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "DeleteItem", "DescribeTable", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"]
      resources = ["table/pay-payments", "table/pay-payments/index/*"]
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
