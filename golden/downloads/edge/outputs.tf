output "accelerator_portal_endpoint_group_arns" {
  value = module.accelerator_portal.endpoint_group_arns
}

output "accelerator_portal_ip_addresses" {
  value = module.accelerator_portal.ip_addresses
}
