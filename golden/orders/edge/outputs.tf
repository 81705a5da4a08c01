output "accelerator_shop_ip_addresses" {
  value = module.accelerator_shop.ip_addresses
}
