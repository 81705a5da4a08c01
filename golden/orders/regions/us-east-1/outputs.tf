output "service_shop_load_balancer_arn" {
  value = module.service_shop.load_balancer_arn
}

output "service_shop_task_definition_arn" {
  value = module.service_shop.task_definition_arn
}
