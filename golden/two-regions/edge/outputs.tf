output "records_checkout_health_check_ids" {
  value = module.records_checkout.health_check_ids
}

output "records_ledger_health_check_ids" {
  value = module.records_ledger.health_check_ids
}
