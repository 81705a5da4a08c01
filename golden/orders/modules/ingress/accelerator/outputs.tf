output "dns_name" {
  description = "DNS name that AWS gave the accelerator of the host."
  value       = aws_globalaccelerator_accelerator.this.dns_name
}

output "endpoint_group_arns" {
  description = "ARN of each region's endpoint group: its traffic dial is turned by hand to leave a region that still answers."
  value       = { for region, group in aws_globalaccelerator_endpoint_group.this : region => group.arn }
}

output "ip_addresses" {
  description = "Static addresses of the host, for clients' firewalls."
  value       = flatten(aws_globalaccelerator_accelerator.this.ip_sets[*].ip_addresses)
}

# The ids are the last parts of the ARNs.
output "accelerator_id" {
  description = "Value of the dimension Accelerator of the metrics of the host's accelerator."
  value       = basename(aws_globalaccelerator_accelerator.this.arn)
}

output "listener_id" {
  description = "Value of the dimension Listener of the same metrics."
  value       = basename(aws_globalaccelerator_listener.this.arn)
}
