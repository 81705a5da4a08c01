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

output "database_monitoring_role_arn" {
  value = module.database_monitoring.role_arn
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

output "logs_roles_admin_role_arn" {
  value = module.logs_roles.admin_role_arn
}

output "logs_roles_firehose_role_arns" {
  value = module.logs_roles.firehose_role_arns
}

output "logs_roles_splitter_role_arns" {
  value = module.logs_roles.splitter_role_arns
}

output "grafana_role_arn" {
  value = module.grafana_role.arn
}
