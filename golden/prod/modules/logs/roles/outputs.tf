output "admin_role_arn" {
  description = "ARN of the role that administers the domains."
  value       = aws_iam_role.admin.arn

  depends_on = [aws_iam_role_policy.admin]
}

output "firehose_role_arns" {
  description = "ARN of the role that delivers, by region."
  value       = { for region, role in aws_iam_role.firehose : region => role.arn }

  # Firehose tries its permissions when a stream is created, and a domain in a VPC needs the service-linked role.
  depends_on = [aws_iam_role_policy.firehose, aws_iam_service_linked_role.opensearch]
}

output "splitter_role_arns" {
  description = "ARN of the role of the function that hands log events to Firehose, by region."
  value       = { for region, role in aws_iam_role.splitter : region => role.arn }

  # Lambda tries whether the role may write to the bucket for what failed.
  depends_on = [aws_iam_role_policy.splitter]
}
