output "bucket_downloads_names" {
  value = module.bucket_downloads.names
}
