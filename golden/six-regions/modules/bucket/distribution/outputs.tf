output "id" {
  description = "ID of the distribution."
  value       = aws_cloudfront_distribution.this.id
}

output "arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "domain_name" {
  description = "DNS name that AWS gave the distribution."
  value       = aws_cloudfront_distribution.this.domain_name
}
