output "name" {
  description = "Name of the table, the same in every region."
  value       = aws_dynamodb_table.this.name
}

output "arn" {
  description = "ARN of the table in its own region; a replica's differs in nothing but the region."
  value       = aws_dynamodb_table.this.arn
}

output "warm_throughput" {
  description = "Units per second that the table takes at once, of those that were asked for."
  value       = { for key in keys(local.wanted) : key => local.takes[key] }
}

output "regions" {
  description = "Regions that hold a full copy, sorted."
  value       = sort(concat([aws_dynamodb_table.this.region], [for replica in aws_dynamodb_table.this.replica : replica.region_name]))
}
