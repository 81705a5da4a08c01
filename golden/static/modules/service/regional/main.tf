locals {
  service = one(concat(aws_ecs_service.this, aws_ecs_service.released_elsewhere))

  metrics = {
    cpu      = "ECSServiceAverageCPUUtilization"
    memory   = "ECSServiceAverageMemoryUtilization"
    requests = "ALBRequestCountPerTarget"
  }
}

resource "aws_ecs_service" "this" {
  count = var.released_elsewhere ? 0 : 1

  region          = var.region
  name            = var.service
  cluster         = var.cluster_arn
  task_definition = aws_ecs_task_definition.this.arn
  launch_type     = "FARGATE"
  desired_count   = var.min_tasks

  availability_zone_rebalancing      = "ENABLED"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = var.starts_in
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.task_subnet_ids
    security_groups  = [aws_security_group.tasks.id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.this.arn
    container_name   = var.service
    container_port   = var.port
  }

  # Autoscaling owns the count once the service exists; capacity is raised through its minimum.
  lifecycle {
    ignore_changes = [desired_count]
  }

  # ECS refuses a target group that no listener uses.
  depends_on = [aws_lb_listener.https]
}

resource "aws_appautoscaling_target" "this" {
  region             = var.region
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster_name}/${local.service.name}"
  min_capacity       = var.min_tasks
  max_capacity       = var.max_tasks
}

# Zero tasks have nothing to measure: a waiting region is started by raising its minimum, never by these policies. With more than
# one, the policy that asks for most tasks counts.
resource "aws_appautoscaling_policy" "this" {
  for_each = var.scale_on

  region             = var.region
  name               = each.key
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  resource_id        = aws_appautoscaling_target.this.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value
    scale_out_cooldown = 30
    scale_in_cooldown  = 300

    predefined_metric_specification {
      predefined_metric_type = local.metrics[each.key]
      resource_label         = each.key == "requests" ? "${aws_lb.this.arn_suffix}/${aws_lb_target_group.this.arn_suffix}" : null
    }
  }
}
