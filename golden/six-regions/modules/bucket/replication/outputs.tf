output "role_arn" {
  description = "ARN of the role that S3 replicates with."
  value       = aws_iam_role.this.arn

  # S3 starts to replicate as soon as a bucket names the role.
  depends_on = [aws_iam_role_policy.this]
}
