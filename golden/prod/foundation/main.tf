module "keys" {
  source  = "../modules/keys"
  name    = "shop-prod"
  regions = ["us-east-1", "eu-west-1", "ap-southeast-1"]
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
        "arn:{partition}:dynamodb:{region}:{account}:table/shop-prod-users",
        "arn:{partition}:dynamodb:{region}:{account}:table/shop-prod-users/index/*",
      ]
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
