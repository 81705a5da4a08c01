output "service_desk_load_balancer_dns_name" {
  value = module.service_desk.load_balancer_dns_name
}

output "service_desk_load_balancer_zone_id" {
  value = module.service_desk.load_balancer_zone_id
}

output "service_desk_task_definition_arn" {
  value = module.service_desk.task_definition_arn
}
