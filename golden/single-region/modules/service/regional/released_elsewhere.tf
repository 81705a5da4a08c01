# The same service for a pipeline that registers task definitions of its own: a plan must not put an older one back. What is ignored
# cannot depend on a variable, hence a second resource.
resource "aws_ecs_service" "released_elsewhere" {
  count = var.released_elsewhere ? 1 : 0

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

  lifecycle {
    ignore_changes = [desired_count, task_definition]
  }

  # ECS refuses a target group that no listener uses.
  depends_on = [aws_lb_listener.https]
}
