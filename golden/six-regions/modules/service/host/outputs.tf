output "zone_id" {
  description = "ID of the public hosted zone."
  value       = data.aws_route53_zone.this.zone_id
}

output "certificate_arns" {
  description = "ARN of each region's certificate, once it is issued."
  value       = { for region, validation in aws_acm_certificate_validation.this : region => validation.certificate_arn }
}

output "endpoints" {
  description = "Host name that reaches one region only, by region."
  value       = local.endpoints
}
