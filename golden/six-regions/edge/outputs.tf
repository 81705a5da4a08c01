output "distribution_media_arn" {
  value = module.distribution_media.arn
}

output "distribution_media_id" {
  value = module.distribution_media.id
}

output "accelerator_api_accelerator_id" {
  value = module.accelerator_api.accelerator_id
}

output "accelerator_api_endpoint_group_arns" {
  value = module.accelerator_api.endpoint_group_arns
}

output "accelerator_api_ip_addresses" {
  value = module.accelerator_api.ip_addresses
}

output "accelerator_api_listener_id" {
  value = module.accelerator_api.listener_id
}
