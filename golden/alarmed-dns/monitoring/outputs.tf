output "monitoring_us_east_1_topic_arn" {
  value = module.monitoring_us_east_1.topic_arn
}
