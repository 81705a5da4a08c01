output "table_profiles_arn" {
  value = module.table_profiles.arn
}

output "bucket_logs_arns" {
  value = module.bucket_logs.arns
}

output "bucket_media_names" {
  value = module.bucket_media.names
}

output "bucket_media_regional_domains" {
  value = module.bucket_media.regional_domains
}
