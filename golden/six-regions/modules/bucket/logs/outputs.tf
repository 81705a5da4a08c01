output "names" {
  description = "Name of the log bucket of each region."
  value       = { for region, bucket in aws_s3_bucket.this : region => bucket.id }

  # Whoever is told the name may write at once.
  depends_on = [
    aws_s3_bucket_ownership_controls.this,
    aws_s3_bucket_policy.this,
    aws_s3_bucket_server_side_encryption_configuration.this,
  ]
}

output "arns" {
  description = "ARN of the log bucket of each region."
  value       = { for region, bucket in aws_s3_bucket.this : region => bucket.arn }

  depends_on = [
    aws_s3_bucket_ownership_controls.this,
    aws_s3_bucket_policy.this,
    aws_s3_bucket_server_side_encryption_configuration.this,
  ]
}
