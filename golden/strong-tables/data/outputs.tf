output "table_entries_arn" {
  value = module.table_entries.arn
}
