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
