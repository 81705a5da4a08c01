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

output "region" {
  description = "Region of the cluster."
  value       = aws_rds_cluster.this.region
}

output "instance_classes" {
  description = "Class of each instance of the cluster."
  value       = [for instance in aws_rds_cluster_instance.this : instance.instance_class]
}
