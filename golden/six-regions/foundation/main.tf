module "keys" {
  source  = "../modules/keys"
  name    = "atlas"
  regions = ["us-east-1", "ap-northeast-1", "ap-southeast-2", "eu-central-1", "sa-east-1", "us-west-2"]
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
  regions      = ["us-east-1", "ap-northeast-1", "ap-southeast-2", "eu-central-1", "sa-east-1", "us-west-2"]
  repositories = ["atlas/api"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "replication_media" {
  source       = "../modules/bucket/replication"
  name         = "atlas"
  bucket       = "media"
  regions      = ["us-east-1", "ap-northeast-1", "ap-southeast-2", "eu-central-1", "sa-east-1", "us-west-2"]
  sources      = ["us-east-1"]
  kms_key_arns = module.keys.arns
}

module "front_media" {
  source = "../modules/bucket/front"
  name   = "atlas"
  bucket = "media"
  domain = "atlas.example.com"
  host   = "media.atlas.example.com"
}

module "roles_api" {
  source       = "../modules/service/roles"
  name         = "atlas"
  service      = "api"
  regions      = ["us-east-1", "ap-northeast-1", "ap-southeast-2", "eu-central-1", "sa-east-1", "us-west-2"]
  repository   = "atlas/api"
  kms_key_arns = module.keys.arns
  key_services = ["dynamodb", "s3"]
  grants = {
    "buckets.media" = {
      actions   = ["s3:ListBucket"]
      resources = ["arn:{partition}:s3:::atlas-media-{region}-{account}"]
    }
    "buckets.media.read" = {
      actions   = ["s3:GetObject"]
      resources = ["arn:{partition}:s3:::atlas-media-{region}-{account}/*"]
    }
    "buckets.media.write" = {
      actions   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
      resources = ["arn:{partition}:s3:::atlas-media-{region}-{account}/*"]
      regions   = ["us-east-1"]
    }
    "tables.profiles" = {
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
        "arn:{partition}:dynamodb:{region}:{account}:table/atlas-profiles",
        "arn:{partition}:dynamodb:{region}:{account}:table/atlas-profiles/index/*",
      ]
    }
  }
}

module "host_api" {
  source  = "../modules/service/host"
  domain  = "atlas.example.com"
  host    = "api.atlas.example.com"
  regions = ["us-east-1", "ap-northeast-1", "ap-southeast-2", "eu-central-1", "sa-east-1", "us-west-2"]
  home    = "us-east-1"
}
