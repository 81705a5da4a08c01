output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "roles_web_execution_role_arns" {
  value = module.roles_web.execution_role_arns
}

output "roles_web_task_role_arns" {
  value = module.roles_web.task_role_arns
}

output "host_web_certificate_arns" {
  value = module.host_web.certificate_arns
}

output "host_web_zone_id" {
  value = module.host_web.zone_id
}
