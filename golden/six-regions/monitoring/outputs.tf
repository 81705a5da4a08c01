output "monitoring_topic_us_east_1_arn" {
  value = module.monitoring_topic_us_east_1.arn
}

output "monitoring_topic_us_west_2_arn" {
  value = module.monitoring_topic_us_west_2.arn
}
