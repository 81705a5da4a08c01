output "name" {
  description = "Name of the table, the same in every region."
  value       = aws_dynamodb_table.this.name
}

output "arn" {
  description = "ARN of the table in its own region; a replica's differs in nothing but the region."
  value       = aws_dynamodb_table.this.arn
}
