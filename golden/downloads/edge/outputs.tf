output "accelerator_portal_ip_addresses" {
  value = module.accelerator_portal.ip_addresses
}
