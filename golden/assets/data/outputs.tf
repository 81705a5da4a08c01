output "bucket_logs_arns" {
  value = module.bucket_logs.arns
}

output "bucket_assets_names" {
  value = module.bucket_assets.names
}

output "bucket_assets_regional_domains" {
  value = module.bucket_assets.regional_domains
}
