output "accelerator_web_endpoint_group_arns" {
  value = module.accelerator_web.endpoint_group_arns
}

output "accelerator_web_ip_addresses" {
  value = module.accelerator_web.ip_addresses
}
