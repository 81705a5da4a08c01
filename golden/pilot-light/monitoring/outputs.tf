output "grafana_endpoint" {
  value = module.grafana.endpoint
}

output "monitoring_us_east_1_topic_arn" {
  value = module.monitoring_us_east_1.topic_arn
}

output "monitoring_us_west_2_topic_arn" {
  value = module.monitoring_us_west_2.topic_arn
}
