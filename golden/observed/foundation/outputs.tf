output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "roles_tickets_execution_role_arns" {
  value = module.roles_tickets.execution_role_arns
}

output "roles_tickets_task_role_arns" {
  value = module.roles_tickets.task_role_arns
}

output "host_tickets_certificate_arns" {
  value = module.host_tickets.certificate_arns
}

output "host_tickets_zone_id" {
  value = module.host_tickets.zone_id
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
