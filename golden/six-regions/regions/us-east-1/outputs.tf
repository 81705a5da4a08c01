output "network_log_bucket" {
  value = module.network.log_bucket
}

output "service_api_load_balancer_arn" {
  value = module.service_api.load_balancer_arn
}

output "service_api_task_definition_arn" {
  value = module.service_api.task_definition_arn
}

output "alarm_topic_arn" {
  value = module.alarm_topic.arn
}
