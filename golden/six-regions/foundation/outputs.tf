output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "replication_media_role_arn" {
  value = module.replication_media.role_arn
}

output "front_media_certificate_arn" {
  value = module.front_media.certificate_arn
}

output "front_media_web_acl_arn" {
  value = module.front_media.web_acl_arn
}

output "front_media_zone_id" {
  value = module.front_media.zone_id
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
