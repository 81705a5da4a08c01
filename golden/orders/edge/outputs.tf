output "accelerator_shop_endpoint_group_arns" {
  value = module.accelerator_shop.endpoint_group_arns
}

output "accelerator_shop_ip_addresses" {
  value = module.accelerator_shop.ip_addresses
}
