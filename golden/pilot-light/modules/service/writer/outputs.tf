output "parameter_name" {
  description = "Name of the parameter that says which region writes."
  value       = aws_ssm_parameter.this.name
}
