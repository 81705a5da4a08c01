output "table_users_arn" {
  value = module.table_users.arn
}
