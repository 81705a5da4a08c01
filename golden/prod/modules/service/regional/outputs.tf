output "load_balancer_arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn

  # Global Accelerator takes a load balancer only with its listener.
  depends_on = [aws_lb_listener.https]
}

output "load_balancer_dns_name" {
  description = "DNS name that AWS gave the load balancer."
  value       = aws_lb.this.dns_name
}

output "load_balancer_zone_id" {
  description = "ID of the hosted zone of that DNS name, for alias records."
  value       = aws_lb.this.zone_id
}

output "region" {
  description = "Region that runs this copy."
  value       = aws_ecs_service.this.region
}

output "min_tasks" {
  description = "Tasks that always run."
  value       = aws_appautoscaling_target.this.min_capacity
}

output "max_tasks" {
  description = "Tasks that autoscaling may reach."
  value       = aws_appautoscaling_target.this.max_capacity
}
