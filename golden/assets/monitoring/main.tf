module "delivery_assets" {
  source           = "../modules/bucket/delivery"
  name             = "media"
  bucket           = "assets"
  distribution_arn = data.terraform_remote_state.edge.outputs.distribution_assets_arn
  log_bucket_arn   = data.terraform_remote_state.data.outputs.bucket_logs_arns["us-east-1"]
}
