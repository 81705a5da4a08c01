output "url" {
  description = "Where messages are sent to and received from."
  value       = aws_sqs_queue.this.url

  # Nobody sends before only TLS will do.
  depends_on = [aws_sqs_queue_policy.this]
}

output "dead_letters" {
  description = "URL of the queue where messages wait that were received too often."
  value       = aws_sqs_queue.dead_letters.url
}

output "region" {
  description = "Region of both queues."
  value       = aws_sqs_queue.this.region
}

output "retention" {
  description = "Seconds for which a message waits."
  value       = aws_sqs_queue.this.message_retention_seconds
}
