output "parameter_names" {
  description = "Name of the parameter that each function's deployment reads."
  value       = { for function, parameter in aws_ssm_parameter.reserved_concurrency : function => parameter.name }
}

output "reserved_concurrency" {
  description = "Concurrency that each function reserves in the region."
  value       = { for function, parameter in aws_ssm_parameter.reserved_concurrency : function => tonumber(parameter.insecure_value) }
}
