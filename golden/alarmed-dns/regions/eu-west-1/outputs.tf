output "service_forms_load_balancer_dns_name" {
  value = module.service_forms.load_balancer_dns_name
}

output "service_forms_load_balancer_zone_id" {
  value = module.service_forms.load_balancer_zone_id
}

output "service_forms_task_definition_arn" {
  value = module.service_forms.task_definition_arn
}

output "alarm_topic_arn" {
  value = module.alarm_topic.arn
}
