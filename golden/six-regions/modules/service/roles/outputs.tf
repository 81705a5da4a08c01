output "execution_role_arns" {
  description = "ARN of the role that starts tasks, by region."
  value       = { for region, role in aws_iam_role.execution : region => role.arn }

  # ECS pulls the image as soon as it has the role.
  depends_on = [aws_iam_role_policy.execution]
}

output "task_role_arns" {
  description = "ARN of the role that tasks run as, by region."
  value       = { for region, role in aws_iam_role.task : region => role.arn }

  depends_on = [aws_iam_role_policy.task]
}
