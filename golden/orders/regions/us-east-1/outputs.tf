output "service_shop_load_balancer_arn" {
  value = module.service_shop.load_balancer_arn
}
