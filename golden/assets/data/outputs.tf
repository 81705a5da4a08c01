output "bucket_logs_arns" {
  value = module.bucket_logs.arns
}

output "bucket_assets_domain_names" {
  value = module.bucket_assets.domain_names
}

output "bucket_assets_names" {
  value = module.bucket_assets.names
}
