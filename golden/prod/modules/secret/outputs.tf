output "name" {
  description = "Name of the secret, the same in every region."
  value       = aws_secretsmanager_secret.this.name
}

output "arn" {
  description = "ARN of the secret in its own region; a copy's differs in nothing but the region."
  value       = aws_secretsmanager_secret_version.this.secret_id
}
