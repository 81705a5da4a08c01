output "monitoring_us_west_2_topic_arn" {
  value = module.monitoring_us_west_2.topic_arn
}
