output "table_users_arn" {
  value = module.table_users.arn
}

output "bucket_logs_arns" {
  value = module.bucket_logs.arns
}

output "bucket_assets_names" {
  value = module.bucket_assets.names
}

output "bucket_assets_regional_domains" {
  value = module.bucket_assets.regional_domains
}

output "secret_stripe_arn" {
  value = module.secret_stripe.arn
}

output "global_database_orders_endpoint" {
  value = module.global_database_orders.endpoint
}

output "global_database_orders_engine_version" {
  value = module.global_database_orders.engine_version
}

output "global_database_orders_id" {
  value = module.global_database_orders.id
}

output "master_orders_arn" {
  value = module.master_orders.arn
}
