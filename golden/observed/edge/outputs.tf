output "accelerator_tickets_ip_addresses" {
  value = module.accelerator_tickets.ip_addresses
}
