module "keys" {
  source  = "../modules/keys"
  name    = "media"
  regions = ["us-east-1", "ap-southeast-1", "eu-west-1"]
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
  }
}

module "images" {
  source       = "../modules/images"
  home         = "us-east-1"
  regions      = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  repositories = ["media/upload"]
  kms_key_arns = module.keys.arns
  keep         = 200
}

module "replication_assets" {
  source       = "../modules/bucket/replication"
  name         = "media"
  bucket       = "assets"
  regions      = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  sources      = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  kms_key_arns = module.keys.arns
}

module "front_assets" {
  source = "../modules/bucket/front"
  name   = "media"
  bucket = "assets"
  domain = "example.com"
  host   = "static.example.com"
}

module "roles_upload" {
  source       = "../modules/service/roles"
  name         = "media"
  service      = "upload"
  regions      = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  repository   = "media/upload"
  kms_key_arns = module.keys.arns
  key_services = ["s3"]
  grants = {
    "buckets.assets" = {
      actions   = ["s3:ListBucket"]
      resources = ["arn:{partition}:s3:::media-assets-{region}-{account}"]
    }
    "buckets.assets.read" = {
      actions   = ["s3:GetObject"]
      resources = ["arn:{partition}:s3:::media-assets-{region}-{account}/*"]
    }
    "buckets.assets.write" = {
      actions   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
      resources = ["arn:{partition}:s3:::media-assets-{region}-{account}/*"]
    }
  }
}

module "host_upload" {
  source  = "../modules/service/host"
  domain  = "example.com"
  host    = "upload.example.com"
  regions = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  home    = "us-east-1"
}
