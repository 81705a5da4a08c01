output "table_orders_arn" {
  value = module.table_orders.arn
}
