module "keys" {
  source  = "../modules/keys"
  name    = "orders"
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
  home         = "us-east-1"
  regions      = ["us-east-1", "eu-west-1"]
  repositories = ["orders/api"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "roles_api" {
  source       = "../modules/service/roles"
  name         = "orders"
  service      = "api"
  regions      = ["us-east-1", "eu-west-1"]
  repository   = "orders/api"
  kms_key_arns = module.keys.arns
  key_services = ["dynamodb"]
  grants = {
    "tables.orders" = {
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
        "arn:{partition}:dynamodb:{region}:{account}:table/orders-orders",
        "arn:{partition}:dynamodb:{region}:{account}:table/orders-orders/index/*",
      ]
    }
  }
}

module "host_api" {
  source  = "../modules/service/host"
  domain  = "orders.example.com"
  host    = "api.orders.example.com"
  regions = ["us-east-1", "eu-west-1"]
  home    = "us-east-1"
}
