module "bucket_logs" {
  source  = "../modules/bucket/logs"
  name    = "tools"
  regions = ["eu-central-1", "eu-north-1"]
}

module "bucket_downloads" {
  source                   = "../modules/bucket/buckets"
  name                     = "tools"
  bucket                   = "downloads"
  regions                  = ["eu-central-1", "eu-north-1"]
  sources                  = ["eu-central-1"]
  replication_role_arn     = data.terraform_remote_state.foundation.outputs.replication_downloads_role_arn
  replication_time_control = false
  kms_key_arns             = data.terraform_remote_state.foundation.outputs.keys_arns
  log_buckets              = module.bucket_logs.names
  cdn                      = false
}
