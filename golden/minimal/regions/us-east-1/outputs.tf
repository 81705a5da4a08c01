output "network_log_bucket" {
  value = module.network.log_bucket
}

output "service_web_load_balancer_arn" {
  value = module.service_web.load_balancer_arn
}

output "service_web_task_definition_arn" {
  value = module.service_web.task_definition_arn
}
