output "service_checkout_load_balancer_dns_name" {
  value = module.service_checkout.load_balancer_dns_name
}

output "service_checkout_load_balancer_zone_id" {
  value = module.service_checkout.load_balancer_zone_id
}

output "service_checkout_task_definition_arn" {
  value = module.service_checkout.task_definition_arn
}

output "service_ledger_load_balancer_dns_name" {
  value = module.service_ledger.load_balancer_dns_name
}

output "service_ledger_load_balancer_zone_id" {
  value = module.service_ledger.load_balancer_zone_id
}

output "service_ledger_task_definition_arn" {
  value = module.service_ledger.task_definition_arn
}
