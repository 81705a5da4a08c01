output "id" {
  description = "Identifier of the global database, which the clusters join."
  value       = aws_rds_global_cluster.this.id
}

output "engine_version" {
  description = "Version of the engine; a cluster that joins must have the same."
  value       = aws_rds_global_cluster.this.engine_version
}

output "endpoint" {
  description = "DNS name that always leads to the instance that writes, in whichever region it is."
  value       = aws_rds_global_cluster.this.endpoint
}
