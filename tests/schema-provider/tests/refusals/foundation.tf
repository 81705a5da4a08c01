# A policy that does not fit beside the one that the role has, and two that fit nowhere.
resource "aws_iam_role_policy" "broken" {
  name   = "broken"
  role   = "store-api-us-east-1-task"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*", Condition = { StringLike = { "aws:userid" = format("%010200d", 0) } } }] })
}

resource "aws_iam_role" "broken" {
  name               = "broken"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sts:AssumeRole", Sid = format("%02048d", 0) }] })
}

resource "aws_kms_key" "broken" {
  region = "us-east-1"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "kms:*", Resource = "*", Sid = format("%032768d", 0) }] })
}

# A certificate that nobody has proved yet.
resource "aws_acm_certificate" "broken" {
  region            = "us-east-1"
  domain_name       = "broken.example.com"
  validation_method = "DNS"
}

resource "aws_lb_listener" "broken" {
  region            = "us-east-1"
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/broken/0123456789abcdef"
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = aws_acm_certificate.broken.arn

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
    }
  }
}

# An alarm that tells the topic of another region.
resource "aws_cloudwatch_metric_alarm" "broken" {
  region              = "us-east-1"
  alarm_name          = "broken"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  period              = 60
  threshold           = 0
  namespace           = "AWS/ES"
  metric_name         = "Nodes"
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:eu-west-1:123456789012:store-alarms"]
}
