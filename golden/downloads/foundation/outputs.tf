output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "replication_downloads_role_arn" {
  value = module.replication_downloads.role_arn
}

output "roles_portal_execution_role_arns" {
  value = module.roles_portal.execution_role_arns
}

output "roles_portal_task_role_arns" {
  value = module.roles_portal.task_role_arns
}

output "host_portal_certificate_arns" {
  value = module.host_portal.certificate_arns
}

output "host_portal_endpoints" {
  value = module.host_portal.endpoints
}

output "host_portal_zone_id" {
  value = module.host_portal.zone_id
}
