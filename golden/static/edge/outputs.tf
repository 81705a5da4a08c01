output "records_desk_health_check_ids" {
  value = module.records_desk.health_check_ids
}
