output "arns" {
  description = "ARN of the key of each region."
  value       = { for region, key in aws_kms_key.this : region => key.arn }
}
