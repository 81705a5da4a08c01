output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "roles_desk_execution_role_arns" {
  value = module.roles_desk.execution_role_arns
}

output "roles_desk_task_role_arns" {
  value = module.roles_desk.task_role_arns
}

output "host_desk_certificate_arns" {
  value = module.host_desk.certificate_arns
}

output "host_desk_endpoints" {
  value = module.host_desk.endpoints
}

output "host_desk_zone_id" {
  value = module.host_desk.zone_id
}
