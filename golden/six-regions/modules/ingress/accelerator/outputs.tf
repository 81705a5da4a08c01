output "dns_name" {
  description = "DNS name that AWS gave the accelerator of the host."
  value       = aws_globalaccelerator_accelerator.this.dns_name
}

output "ip_addresses" {
  description = "Static addresses of the host, for clients' firewalls."
  value       = flatten(aws_globalaccelerator_accelerator.this.ip_sets[*].ip_addresses)
}

# A listener's ARN ends in accelerator/<id>/listener/<id>.
output "accelerator_id" {
  description = "Value of the dimension Accelerator of the metrics of the host's accelerator."
  value       = split("/", aws_globalaccelerator_listener.this.arn)[1]
}

output "listener_id" {
  description = "Value of the dimension Listener of the same metrics."
  value       = split("/", aws_globalaccelerator_listener.this.arn)[3]
}
