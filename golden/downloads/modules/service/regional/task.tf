locals {
  environment = merge(var.environment, length(var.endpoints) > 0 ? { TOPOLOGY_ENDPOINTS = jsonencode(var.endpoints) } : {})
}

resource "aws_ecs_task_definition" "this" {
  region                   = var.region
  family                   = "${var.name}-${var.service}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = var.execution_role_arn
  task_role_arn            = var.task_role_arn

  # Earlier revisions stay registered: the circuit breaker rolls back to one of them.
  skip_destroy = true

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }

  # The only writable path. An image that runs as another user than root declares VOLUME /tmp with that owner.
  volume {
    name = "tmp"
  }

  # The image comes from the registry of this region, so a task starts while every other region is down. Logging does not block:
  # a stalled CloudWatch Logs must cost log lines, not requests.
  container_definitions = jsonencode([{
    name                   = var.service
    image                  = "${var.repository_urls[var.repository]}${var.image_reference}"
    essential              = true
    readonlyRootFilesystem = true
    portMappings           = [{ containerPort = var.port, protocol = "tcp" }]
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    environment            = [for key in sort(keys(local.environment)) : { name = key, value = local.environment[key] }]

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.this.name
        "awslogs-region"        = var.region
        "awslogs-stream-prefix" = var.service
        "mode"                  = "non-blocking"
        "max-buffer-size"       = "25m"
      }
    }
  }])
}
