output "accelerator_api_ip_addresses" {
  value = module.accelerator_api.ip_addresses
}
