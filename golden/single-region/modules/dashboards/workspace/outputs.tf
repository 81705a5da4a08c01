output "endpoint" {
  description = "Host name of the workspace."
  value       = aws_grafana_workspace.this.endpoint
}
