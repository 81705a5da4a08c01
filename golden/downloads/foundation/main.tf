module "keys" {
  source  = "../modules/keys"
  name    = "tools"
  regions = ["eu-central-1", "eu-north-1"]
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
  regions      = ["eu-central-1", "eu-north-1"]
  repositories = ["tools/portal"]
  kms_key_arns = module.keys.arns
  keep         = 500
}

module "replication_downloads" {
  source       = "../modules/bucket/replication"
  name         = "tools"
  bucket       = "downloads"
  regions      = ["eu-central-1", "eu-north-1"]
  sources      = ["eu-central-1"]
  kms_key_arns = module.keys.arns
}

module "roles_portal" {
  source       = "../modules/service/roles"
  name         = "tools"
  service      = "portal"
  regions      = ["eu-central-1", "eu-north-1"]
  repository   = "tools/portal"
  kms_key_arns = module.keys.arns
  key_services = ["s3"]
  grants = {
    "buckets.downloads" = {
      actions   = ["s3:ListBucket"]
      resources = ["arn:{partition}:s3:::tools-downloads-{region}-{account}"]
    }
    "buckets.downloads.read" = {
      actions   = ["s3:GetObject"]
      resources = ["arn:{partition}:s3:::tools-downloads-{region}-{account}/*"]
    }
    "buckets.downloads.write" = {
      actions   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
      resources = ["arn:{partition}:s3:::tools-downloads-{region}-{account}/*"]
      regions   = ["eu-central-1"]
    }
    writer = {
      actions   = ["ssm:GetParameter"]
      resources = ["arn:{partition}:ssm:{region}:{account}:parameter/tools/writer"]
    }
  }
}

module "host_portal" {
  source  = "../modules/service/host"
  domain  = "tools.example.com"
  host    = "portal.tools.example.com"
  regions = ["eu-central-1", "eu-north-1"]
  home    = "eu-central-1"
}
