output "images_repository_urls" {
  value = module.images.repository_urls
}

output "table_sessions_arn" {
  value = module.table_sessions.arn
}

output "service_portal_eu_west_1_task_definition_arn" {
  value = module.service_portal_eu_west_1.task_definition_arn
}

output "accelerator_portal_endpoint_group_arns" {
  value = module.accelerator_portal.endpoint_group_arns
}

output "accelerator_portal_ip_addresses" {
  value = module.accelerator_portal.ip_addresses
}
