locals {
  routed = { for region, endpoint in var.endpoints : region => endpoint if endpoint.weight != null }
}

# For peers, health checks and clients that are told where to write.
resource "aws_route53_record" "regional" {
  #checkov:skip=CKV2_AWS_23:the load balancer is in the state of its region
  for_each = var.regional_hosts

  zone_id = var.zone_id
  name    = each.value
  type    = "A"

  alias {
    name                   = var.endpoints[each.key].dns_name
    zone_id                = var.endpoints[each.key].zone_id
    evaluate_target_health = false
  }
}

# Asks each region by its own name, from outside: load balancer and task, but not whether the certificate is valid, which Route 53
# does not look at. Unlike the health of the targets, it also sees a region that is cut off from the internet. Ten seconds and three failures: out of the answers within a minute.
resource "aws_route53_health_check" "this" {
  for_each = local.routed

  type              = "HTTPS"
  fqdn              = aws_route53_record.regional[each.key].fqdn
  port              = 443
  resource_path     = var.health_path
  enable_sni        = true
  request_interval  = 10
  failure_threshold = 3
  measure_latency   = true

  tags = { Name = var.regional_hosts[each.key] }

  # Who takes a region out by hand disables and inverts its check; it stays so.
  lifecycle {
    ignore_changes = [disabled, invert_healthcheck]
  }
}

# Route 53 refuses two routing policies under one name. The set therefore has a name that says its policy: a change of policy
# makes the new set first, then moves the host over, then deletes the old one, and no user notices.
resource "aws_route53_record" "routed" {
  for_each = local.routed

  zone_id         = var.zone_id
  name            = "${var.routing}.${var.host}"
  type            = "A"
  set_identifier  = each.key
  health_check_id = aws_route53_health_check.this[each.key].id

  alias {
    name                   = each.value.dns_name
    zone_id                = each.value.zone_id
    evaluate_target_health = true
  }

  dynamic "latency_routing_policy" {
    for_each = var.routing == "latency" ? [each.key] : []

    content {
      region = latency_routing_policy.value
    }
  }

  dynamic "weighted_routing_policy" {
    for_each = var.routing == "weighted" ? [each.value.weight] : []

    content {
      weight = weighted_routing_policy.value
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "host" {
  zone_id = var.zone_id
  name    = var.host
  type    = "A"

  alias {
    name                   = "${var.routing}.${var.host}"
    zone_id                = var.zone_id
    evaluate_target_health = true
  }

  depends_on = [aws_route53_record.routed]
}
