output "images_repository_urls" {
  value = module.images.repository_urls
}

output "table_sessions_arn" {
  value = module.table_sessions.arn
}

output "accelerator_portal_ip_addresses" {
  value = module.accelerator_portal.ip_addresses
}
