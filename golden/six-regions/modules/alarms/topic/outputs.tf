output "arn" {
  description = "ARN of the topic."
  value       = aws_sns_topic.this.arn

  # An alarm that changes state before the topic accepts it would be lost.
  depends_on = [aws_sns_topic_policy.this]
}
