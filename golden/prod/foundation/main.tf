module "keys" {
  source     = "../modules/keys"
  name       = "shop-prod"
  regions    = ["us-east-1", "eu-west-1", "ap-southeast-1"]
  log_groups = true
}

module "images" {
  source       = "../modules/images"
  home         = "us-east-1"
  regions      = ["us-east-1", "eu-west-1", "ap-southeast-1"]
  repositories = ["shop/api"]
  kms_key_arns = module.keys.arns
}

module "roles_api" {
  source       = "../modules/service/roles"
  name         = "shop-prod"
  service      = "api"
  regions      = ["us-east-1", "eu-west-1", "ap-southeast-1"]
  repository   = "shop/api"
  kms_key_arns = module.keys.arns
  key_services = ["dynamodb"]
  grants = {
    "tables.users" = {
      service   = "dynamodb"
      actions   = ["BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "DeleteItem", "DescribeTable", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"]
      resources = ["table/shop-prod-users", "table/shop-prod-users/index/*"]
    }
  }
}

module "host_api" {
  source  = "../modules/service/host"
  domain  = "example.com"
  host    = "api.example.com"
  regions = ["us-east-1", "eu-west-1", "ap-southeast-1"]
  home    = "us-east-1"
}
