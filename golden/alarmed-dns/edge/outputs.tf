output "records_forms_health_check_ids" {
  value = module.records_forms.health_check_ids
}
