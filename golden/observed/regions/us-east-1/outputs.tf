output "network_log_bucket" {
  value = module.network.log_bucket
}

output "service_tickets_load_balancer_arn" {
  value = module.service_tickets.load_balancer_arn
}

output "service_tickets_task_definition_arn" {
  value = module.service_tickets.task_definition_arn
}

output "logs_endpoint" {
  value = module.logs.endpoint
}

output "logs_security_group_id" {
  value = module.logs.security_group_id
}
