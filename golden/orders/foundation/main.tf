module "keys" {
  source  = "../modules/keys"
  name    = "trade"
  regions = ["eu-west-1", "us-east-1"]
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
  regions      = ["eu-west-1", "us-east-1"]
  repositories = ["trade/shop"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "database_monitoring" {
  source = "../modules/database/monitoring"
  name   = "trade"
}

module "roles_shop" {
  source       = "../modules/service/roles"
  name         = "trade"
  service      = "shop"
  regions      = ["eu-west-1", "us-east-1"]
  repository   = "trade/shop"
  kms_key_arns = module.keys.arns
  key_services = ["secretsmanager"]
  grants = {
    "databases.carts" = {
      actions   = ["rds-db:connect"]
      resources = ["arn:{partition}:rds-db:{region}:{account}:dbuser:*/trade_carts"]
    }
    "databases.orders" = {
      actions   = ["rds-db:connect"]
      resources = ["arn:{partition}:rds-db:{region}:{account}:dbuser:*/trade_orders"]
    }
    "secrets.stripe" = {
      actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      resources = ["arn:{partition}:secretsmanager:{region}:{account}:secret:trade/stripe-??????"]
    }
  }
}

module "host_shop" {
  source  = "../modules/service/host"
  domain  = "example.com"
  host    = "shop.example.com"
  regions = ["eu-west-1", "us-east-1"]
  home    = "eu-west-1"
}
