module "keys" {
  source  = "../modules/keys"
  name    = "store"
  regions = ["us-east-1", "eu-west-1"]
  service_statements = {
    CloudFront = {
      principal = "cloudfront.amazonaws.com"
      actions   = ["kms:Decrypt"]
      condition = {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        value    = "arn:{partition}:cloudfront::{account}:distribution/*"
      }
    }
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
  regions      = ["us-east-1"]
  repositories = ["store/admin", "store/api"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "front_assets" {
  source = "../modules/bucket/front"
  name   = "store"
  bucket = "assets"
  domain = "example.com"
  host   = "static.example.com"
}

module "database_monitoring" {
  source = "../modules/database/monitoring"
  name   = "store"
}

module "roles_admin" {
  source       = "../modules/service/roles"
  name         = "store"
  service      = "admin"
  regions      = ["us-east-1"]
  repository   = "store/admin"
  kms_key_arns = module.keys.arns
  key_services = []
  grants       = {}
}

module "host_admin" {
  source  = "../modules/service/host"
  domain  = "example.com"
  host    = "admin.example.com"
  regions = ["us-east-1"]
  home    = "us-east-1"
}

module "roles_api" {
  source       = "../modules/service/roles"
  name         = "store"
  service      = "api"
  regions      = ["us-east-1"]
  repository   = "store/api"
  kms_key_arns = module.keys.arns
  key_services = ["dynamodb", "s3", "secretsmanager"]
  grants = {
    "buckets.assets" = {
      actions   = ["s3:ListBucket"]
      resources = ["arn:{partition}:s3:::store-assets-{region}-{account}"]
    }
    "buckets.assets.read" = {
      actions   = ["s3:GetObject"]
      resources = ["arn:{partition}:s3:::store-assets-{region}-{account}/*"]
    }
    "buckets.assets.write" = {
      actions   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
      resources = ["arn:{partition}:s3:::store-assets-{region}-{account}/*"]
    }
    "databases.orders" = {
      actions   = ["rds-db:connect"]
      resources = ["arn:{partition}:rds-db:{region}:{account}:dbuser:*/store_orders"]
    }
    "secrets.stripe" = {
      actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      resources = ["arn:{partition}:secretsmanager:{region}:{account}:secret:store/stripe-??????"]
    }
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
        "arn:{partition}:dynamodb:{region}:{account}:table/store-users",
        "arn:{partition}:dynamodb:{region}:{account}:table/store-users/index/*",
      ]
    }
    writer = {
      actions   = ["ssm:GetParameter"]
      resources = ["arn:{partition}:ssm:{region}:{account}:parameter/store/writer"]
    }
  }
}

module "host_api" {
  source  = "../modules/service/host"
  domain  = "example.com"
  host    = "api.example.com"
  regions = ["us-east-1"]
  home    = "us-east-1"
}

module "logs_roles" {
  source                     = "../modules/logs/roles"
  name                       = "store"
  regions                    = ["us-east-1"]
  index                      = "services"
  kms_key_arns               = module.keys.arns
  create_service_linked_role = true
}

module "grafana_role" {
  source = "../modules/dashboards/role"
  name   = "store"
  region = "eu-west-1"
  search = true
}
