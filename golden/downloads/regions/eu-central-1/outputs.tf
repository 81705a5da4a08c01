output "network_log_bucket" {
  value = module.network.log_bucket
}

output "writer_parameter_name" {
  value = module.writer.parameter_name
}

output "service_portal_load_balancer_arn" {
  value = module.service_portal.load_balancer_arn
}

output "service_portal_task_definition_arn" {
  value = module.service_portal.task_definition_arn
}
