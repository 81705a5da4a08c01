output "distribution_assets_arn" {
  value = module.distribution_assets.arn
}

output "distribution_assets_id" {
  value = module.distribution_assets.id
}

output "accelerator_upload_endpoint_group_arns" {
  value = module.accelerator_upload.endpoint_group_arns
}

output "accelerator_upload_ip_addresses" {
  value = module.accelerator_upload.ip_addresses
}
