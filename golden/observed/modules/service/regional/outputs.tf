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

output "load_balancer_dimension" {
  description = "Value of the dimension LoadBalancer of its metrics."
  value       = aws_lb.this.arn_suffix
}

output "target_group_dimension" {
  description = "Value of the dimension TargetGroup of its metrics."
  value       = aws_lb_target_group.this.arn_suffix
}

output "log_group_name" {
  description = "Name of the log group that the tasks write to."
  value       = aws_cloudwatch_log_group.this.name
}

output "region" {
  description = "Region that runs this copy."
  value       = local.service.region
}

output "min_tasks" {
  description = "Tasks that always run."
  value       = aws_appautoscaling_target.this.min_capacity
}

output "max_tasks" {
  description = "Tasks that autoscaling may reach."
  value       = aws_appautoscaling_target.this.max_capacity
}

output "scale_on" {
  description = "Metrics that the number of tasks follows, with their targets."
  value       = { for metric, policy in aws_appautoscaling_policy.this : metric => policy.target_tracking_scaling_policy_configuration[0].target_value }
}

output "task_definition_arn" {
  description = "ARN of the task definition that the topology asks for: what should run after a release, and what a release from elsewhere starts from."
  value       = aws_ecs_task_definition.this.arn
}
