# Routes to the nearest healthy region. Nothing regional is read here: any workload region may be down when this is planned.
resource "aws_globalaccelerator_accelerator" "this" {
  name            = var.name
  ip_address_type = "IPV4"
  enabled         = true

  attributes {
    flow_logs_enabled   = true
    flow_logs_s3_bucket = var.log_bucket
    flow_logs_s3_prefix = "global-accelerator"
  }

  # Clients put its two addresses in their firewalls, and a new accelerator gets others.
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_globalaccelerator_listener" "this" {
  accelerator_arn = aws_globalaccelerator_accelerator.this.arn
  protocol        = "TCP"
  client_affinity = var.client_affinity

  port_range {
    from_port = 443
    to_port   = 443
  }
}

# No health check settings: for a load balancer, Global Accelerator follows the health of its targets. Neither dial nor weight is a
# share of traffic between regions.
resource "aws_globalaccelerator_endpoint_group" "this" {
  for_each = var.endpoints

  listener_arn            = aws_globalaccelerator_listener.this.arn
  endpoint_group_region   = each.key
  traffic_dial_percentage = each.value.dial

  endpoint_configuration {
    endpoint_id                    = each.value.load_balancer_arn
    weight                         = each.value.weight
    client_ip_preservation_enabled = true
  }

  # A dial that someone turned in an incident stays where it is.
  lifecycle {
    ignore_changes = [traffic_dial_percentage]
  }
}

resource "aws_route53_record" "this" {
  zone_id = var.zone_id
  name    = var.host
  type    = "A"

  alias {
    name                   = aws_globalaccelerator_accelerator.this.dns_name
    zone_id                = aws_globalaccelerator_accelerator.this.hosted_zone_id
    evaluate_target_health = false
  }
}
