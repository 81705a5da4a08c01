output "network_log_bucket" {
  value = module.network.log_bucket
}

output "writer_parameter_name" {
  value = module.writer.parameter_name
}

output "service_admin_load_balancer_arn" {
  value = module.service_admin.load_balancer_arn
}

output "service_admin_task_definition_arn" {
  value = module.service_admin.task_definition_arn
}

output "service_api_load_balancer_arn" {
  value = module.service_api.load_balancer_arn
}

output "service_api_task_definition_arn" {
  value = module.service_api.task_definition_arn
}

output "functions_parameter_names" {
  value = module.functions.parameter_names
}

output "logs_endpoint" {
  value = module.logs.endpoint
}

output "logs_security_group_id" {
  value = module.logs.security_group_id
}

output "alarm_topic_arn" {
  value = module.alarm_topic.arn
}
