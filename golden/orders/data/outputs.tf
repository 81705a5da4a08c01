output "secret_stripe_arn" {
  value = module.secret_stripe.arn
}

output "secret_webhook_arn" {
  value = module.secret_webhook.arn
}

output "global_database_carts_endpoint" {
  value = module.global_database_carts.endpoint
}

output "global_database_carts_engine_version" {
  value = module.global_database_carts.engine_version
}

output "global_database_carts_id" {
  value = module.global_database_carts.id
}

output "master_carts_arn" {
  value = module.master_carts.arn
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
