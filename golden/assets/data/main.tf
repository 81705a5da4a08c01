module "bucket_logs" {
  source                 = "../modules/bucket/logs"
  name                   = "media"
  regions                = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  cloudfront_logs_region = "us-east-1"
}

module "bucket_assets" {
  source                   = "../modules/bucket/buckets"
  name                     = "media"
  bucket                   = "assets"
  regions                  = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  sources                  = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  replication_role_arn     = data.terraform_remote_state.foundation.outputs.replication_assets_role_arn
  replication_time_control = true
  kms_key_arns             = data.terraform_remote_state.foundation.outputs.keys_arns
  log_buckets              = module.bucket_logs.names
  cdn                      = true
  cors_origins             = ["https://media.example.com"]
}
