output "dns_name" {
  description = "DNS name that AWS gave the accelerator of the host."
  value       = aws_globalaccelerator_accelerator.this.dns_name
}

output "ip_addresses" {
  description = "Static addresses of the host, for clients' firewalls."
  value       = flatten(aws_globalaccelerator_accelerator.this.ip_sets[*].ip_addresses)
}
