output "vpc_id" {
  description = "ID of the VPC."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "IDs of the private subnets, in a fixed order."
  value       = [for letter, subnet in aws_subnet.private : subnet.id]

  # What starts in these subnets pulls images at once, and Global Accelerator looks for the internet gateway.
  depends_on = [
    aws_internet_gateway.this,
    aws_route.private_nat,
    aws_route_table_association.private,
    aws_vpc_endpoint.gateway,
    aws_vpc_endpoint.interface,
    aws_vpc_security_group_ingress_rule.endpoints_https,
  ]
}

output "public_subnet_ids" {
  description = "IDs of the public subnets, in a fixed order; empty without public subnets."
  value       = [for letter, subnet in aws_subnet.public : subnet.id]

  # An internet-facing load balancer is refused in a subnet without a route to the internet gateway.
  depends_on = [
    aws_route.public_internet,
    aws_route_table_association.public,
  ]
}

output "data_subnet_ids" {
  description = "IDs of the subnets for data stores, in a fixed order; empty without data stores."
  value       = [for letter, subnet in aws_subnet.data : subnet.id]

  depends_on = [aws_route_table_association.data]
}

output "gateway_prefix_list_ids" {
  description = "IDs of the prefix lists of S3 and DynamoDB, which the gateway endpoints serve."
  value       = [for service in ["s3", "dynamodb"] : aws_vpc_endpoint.gateway[service].prefix_list_id]
}

output "log_bucket" {
  description = "Name of the bucket that takes this region's access logs and flow logs."
  value       = aws_s3_bucket.logs.id

  # Services test their access when logging is turned on.
  depends_on = [
    aws_s3_bucket_ownership_controls.logs,
    aws_s3_bucket_policy.logs,
    aws_s3_bucket_server_side_encryption_configuration.logs,
  ]
}

output "region" {
  description = "Region of the VPC."
  value       = aws_vpc.this.region
}
