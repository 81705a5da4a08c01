output "accelerator_web_ip_addresses" {
  value = module.accelerator_web.ip_addresses
}
