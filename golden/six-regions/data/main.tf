module "table_profiles" {
  source      = "../modules/table"
  name        = "atlas-profiles"
  region      = "us-east-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  hash_key    = "profileId"
  attributes = {
    profileId = "S"
  }
  replicas = {
    ap-northeast-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["ap-northeast-1"]
    }
    ap-southeast-2 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["ap-southeast-2"]
    }
    eu-central-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
    }
    sa-east-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["sa-east-1"]
    }
    us-west-2 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-west-2"]
    }
  }
  consistency = "EVENTUAL"
  ttl         = "expiresAt"
  stream      = false
  indexes     = {}
}

module "bucket_logs" {
  source                 = "../modules/bucket/logs"
  name                   = "atlas"
  regions                = ["us-east-1", "ap-northeast-1", "ap-southeast-2", "eu-central-1", "sa-east-1", "us-west-2"]
  cloudfront_logs_region = "us-east-1"
}

module "bucket_media" {
  source                   = "../modules/bucket/buckets"
  name                     = "atlas"
  bucket                   = "media"
  regions                  = ["us-east-1", "ap-northeast-1", "ap-southeast-2", "eu-central-1", "sa-east-1", "us-west-2"]
  sources                  = ["us-east-1"]
  replication_role_arn     = data.terraform_remote_state.foundation.outputs.replication_media_role_arn
  replication_time_control = false
  kms_key_arns             = data.terraform_remote_state.foundation.outputs.keys_arns
  log_buckets              = module.bucket_logs.names
  cdn                      = true
}
