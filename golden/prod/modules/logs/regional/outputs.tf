output "account_id" {
  description = "ID of the account, which is a dimension of the domain's metrics."
  value       = local.account
}

output "domain_name" {
  description = "Name of the domain."
  value       = aws_opensearch_domain.this.domain_name
}

output "stream_name" {
  description = "Name of the Firehose stream."
  value       = aws_kinesis_firehose_delivery_stream.this.name
}

output "function_name" {
  description = "Name of the function that hands log events to the stream."
  value       = aws_lambda_function.splitter.function_name
}

output "endpoint" {
  description = "Host name of the domain, which answers inside the VPC only."
  value       = aws_opensearch_domain.this.endpoint
}

output "security_group_id" {
  description = "ID of the domain's security group; whoever is to read the logs needs a rule in it."
  value       = aws_security_group.domain.id
}

output "region" {
  description = "Region of the domain."
  value       = aws_opensearch_domain.this.region
}

output "data_nodes" {
  description = "Number of data nodes."
  value       = aws_opensearch_domain.this.cluster_config[0].instance_count
}
