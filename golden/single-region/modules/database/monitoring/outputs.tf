output "role_arn" {
  description = "ARN of the role."
  value       = aws_iam_role.this.arn

  # RDS tries the role when an instance is made.
  depends_on = [aws_iam_role_policy_attachment.this]
}
