locals {
  # With a single region the accelerator of the host is the region's own.
  regional = { for region, host in var.regional_hosts : region => host if length(var.endpoints) > 1 }
}

# The load balancers are internal, so from outside their VPC no name reaches them. Peers in other regions, and clients that are
# told where to write, need one region in particular: each gets an accelerator with that region's load balancer alone.
resource "aws_globalaccelerator_accelerator" "regional" {
  for_each = local.regional

  name            = "${var.name}-${each.key}"
  ip_address_type = "IPV4"
  enabled         = true

  attributes {
    flow_logs_enabled   = true
    flow_logs_s3_bucket = var.log_bucket
    flow_logs_s3_prefix = "global-accelerator"
  }
}

resource "aws_globalaccelerator_listener" "regional" {
  for_each = local.regional

  accelerator_arn = aws_globalaccelerator_accelerator.regional[each.key].arn
  protocol        = "TCP"
  client_affinity = "NONE"

  port_range {
    from_port = 443
    to_port   = 443
  }
}

# Always at full weight: a region that users are kept away from must still answer to its own name.
resource "aws_globalaccelerator_endpoint_group" "regional" {
  for_each = local.regional

  listener_arn            = aws_globalaccelerator_listener.regional[each.key].arn
  endpoint_group_region   = each.key
  traffic_dial_percentage = 100

  endpoint_configuration {
    endpoint_id                    = var.endpoints[each.key].load_balancer_arn
    weight                         = 128
    client_ip_preservation_enabled = true
  }
}

resource "aws_route53_record" "regional" {
  for_each = var.regional_hosts

  zone_id = var.zone_id
  name    = each.value
  type    = "A"

  alias {
    name                   = try(aws_globalaccelerator_accelerator.regional[each.key], aws_globalaccelerator_accelerator.this).dns_name
    zone_id                = try(aws_globalaccelerator_accelerator.regional[each.key], aws_globalaccelerator_accelerator.this).hosted_zone_id
    evaluate_target_health = false
  }
}
