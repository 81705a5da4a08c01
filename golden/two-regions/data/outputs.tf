output "table_limits_arn" {
  value = module.table_limits.arn
}

output "table_payments_arn" {
  value = module.table_payments.arn
}
