output "cluster_identifier" {
  description = "Identifier of the cluster, which its metrics carry."
  value       = aws_rds_cluster.this.cluster_identifier
}

output "reader_endpoint" {
  description = "DNS name that leads to the region's instances for reading."
  value       = aws_rds_cluster.this.reader_endpoint
}

output "security_group_id" {
  description = "ID of the security group that admits those who connect."
  value       = aws_security_group.this.id
}
