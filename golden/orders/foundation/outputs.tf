output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "database_monitoring_role_arn" {
  value = module.database_monitoring.role_arn
}

output "roles_shop_execution_role_arns" {
  value = module.roles_shop.execution_role_arns
}

output "roles_shop_task_role_arns" {
  value = module.roles_shop.task_role_arns
}

output "host_shop_certificate_arns" {
  value = module.host_shop.certificate_arns
}

output "host_shop_zone_id" {
  value = module.host_shop.zone_id
}
