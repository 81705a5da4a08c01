output "topic_arn" {
  description = "ARN of the topic, for further subscriptions."
  value       = aws_sns_topic.this.arn
}
