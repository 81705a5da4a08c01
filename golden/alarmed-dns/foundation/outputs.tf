output "keys_arns" {
  value = module.keys.arns
}

output "images_repository_urls" {
  value = module.images.repository_urls
}

output "roles_forms_execution_role_arns" {
  value = module.roles_forms.execution_role_arns
}

output "roles_forms_task_role_arns" {
  value = module.roles_forms.task_role_arns
}

output "host_forms_certificate_arns" {
  value = module.host_forms.certificate_arns
}

output "host_forms_endpoints" {
  value = module.host_forms.endpoints
}

output "host_forms_zone_id" {
  value = module.host_forms.zone_id
}
