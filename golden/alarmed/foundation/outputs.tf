output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "roles_api_execution_role_arns" {
  value = module.roles_api.execution_role_arns
}

output "roles_api_task_role_arns" {
  value = module.roles_api.task_role_arns
}

output "host_api_certificate_arns" {
  value = module.host_api.certificate_arns
}

output "host_api_zone_id" {
  value = module.host_api.zone_id
}
