output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "replication_assets_role_arn" {
  value = module.replication_assets.role_arn
}

output "front_assets_certificate_arn" {
  value = module.front_assets.certificate_arn
}

output "front_assets_web_acl_arn" {
  value = module.front_assets.web_acl_arn
}

output "front_assets_zone_id" {
  value = module.front_assets.zone_id
}

output "roles_upload_execution_role_arns" {
  value = module.roles_upload.execution_role_arns
}

output "roles_upload_task_role_arns" {
  value = module.roles_upload.task_role_arns
}

output "host_upload_certificate_arns" {
  value = module.host_upload.certificate_arns
}

output "host_upload_zone_id" {
  value = module.host_upload.zone_id
}
