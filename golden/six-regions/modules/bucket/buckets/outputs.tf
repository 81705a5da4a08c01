output "names" {
  description = "Name of the bucket of each region."
  value       = { for region, bucket in aws_s3_bucket.this : region => bucket.id }

  # Nothing is written to a bucket that is not yet encrypted, closed and versioned.
  depends_on = [
    aws_s3_bucket_ownership_controls.this,
    aws_s3_bucket_policy.this,
    aws_s3_bucket_server_side_encryption_configuration.this,
    aws_s3_bucket_versioning.this,
  ]
}

output "regional_domains" {
  description = "Domain name of the bucket of each region, for CloudFront."
  value       = { for region, bucket in aws_s3_bucket.this : region => bucket.bucket_regional_domain_name }

  depends_on = [aws_s3_bucket_policy.this]
}

output "regions" {
  description = "Regions that have a bucket, sorted."
  value       = sort([for bucket in aws_s3_bucket.this : bucket.region])
}
