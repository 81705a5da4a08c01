output "grafana_endpoint" {
  value = module.grafana.endpoint
}
