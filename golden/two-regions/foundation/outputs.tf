output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "roles_checkout_execution_role_arns" {
  value = module.roles_checkout.execution_role_arns
}

output "roles_checkout_task_role_arns" {
  value = module.roles_checkout.task_role_arns
}

output "host_checkout_certificate_arns" {
  value = module.host_checkout.certificate_arns
}

output "host_checkout_endpoints" {
  value = module.host_checkout.endpoints
}

output "host_checkout_zone_id" {
  value = module.host_checkout.zone_id
}

output "roles_ledger_execution_role_arns" {
  value = module.roles_ledger.execution_role_arns
}

output "roles_ledger_task_role_arns" {
  value = module.roles_ledger.task_role_arns
}

output "host_ledger_certificate_arns" {
  value = module.host_ledger.certificate_arns
}

output "host_ledger_endpoints" {
  value = module.host_ledger.endpoints
}

output "host_ledger_zone_id" {
  value = module.host_ledger.zone_id
}
