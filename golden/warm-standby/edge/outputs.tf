output "distribution_assets_arn" {
  value = module.distribution_assets.arn
}

output "distribution_assets_id" {
  value = module.distribution_assets.id
}

output "accelerator_admin_accelerator_id" {
  value = module.accelerator_admin.accelerator_id
}

output "accelerator_admin_endpoint_group_arns" {
  value = module.accelerator_admin.endpoint_group_arns
}

output "accelerator_admin_ip_addresses" {
  value = module.accelerator_admin.ip_addresses
}

output "accelerator_admin_listener_id" {
  value = module.accelerator_admin.listener_id
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
