output "health_check_ids" {
  description = "ID of the health check of each region that users are routed to."
  value       = { for region, check in aws_route53_health_check.this : region => check.id }
}
