output "accelerator_tickets_endpoint_group_arns" {
  value = module.accelerator_tickets.endpoint_group_arns
}

output "accelerator_tickets_ip_addresses" {
  value = module.accelerator_tickets.ip_addresses
}
