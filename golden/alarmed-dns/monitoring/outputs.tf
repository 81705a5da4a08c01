output "monitoring_topic_us_east_1_arn" {
  value = module.monitoring_topic_us_east_1.arn
}
