# A zonal shift is for whoever has no Global Accelerator before it: AWS's pages disagree on whether one works behind it.
#trivy:ignore:AWS-0053 users reach it, unless Global Accelerator stands before it
resource "aws_lb" "this" {
  #checkov:skip=CKV2_AWS_76:the web ACL is the region's, in service/firewall, and refuses known bad inputs
  region                     = var.region
  name                       = "${var.name}-${var.service}"
  load_balancer_type         = "application"
  internal                   = var.internal
  subnets                    = var.load_balancer_subnet_ids
  security_groups            = [aws_security_group.load_balancer.id]
  drop_invalid_header_fields = true
  enable_deletion_protection = true
  enable_zonal_shift         = true
  client_keep_alive          = var.client_keep_alive

  access_logs {
    enabled = true
    bucket  = var.log_bucket
    prefix  = "load-balancers/${var.service}"
  }
}

# The port is only a default: ECS registers every task with the port of its container. As a constant it never replaces the group,
# which would leave the listener without targets until new tasks are healthy.
resource "aws_lb_target_group" "this" {
  region               = var.region
  name                 = "${var.name}-${var.service}"
  vpc_id               = var.vpc_id
  target_type          = "ip"
  port                 = 80
  protocol             = "HTTP"
  deregistration_delay = 30

  # Shallow and quick: Global Accelerator and Route 53 judge the region by these targets. Three failures and not two, so that tasks
  # that inherit a lost region's load are not taken out for being slow.
  health_check {
    path                = var.health_path
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

# No listener on port 80: clients are never invited to send a first request in the clear.
resource "aws_lb_listener" "https" {
  region            = var.region
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  region       = var.region
  resource_arn = aws_lb.this.arn
  web_acl_arn  = var.web_acl_arn
}
