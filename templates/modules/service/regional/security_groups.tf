# A group in use cannot be deleted: its successor must be in place first, hence prefixes and create_before_destroy.
resource "aws_security_group" "load_balancer" {
  region      = var.region
  name_prefix = "${var.name}-${var.service}-lb-"
  description = "Load balancer of ${var.name}-${var.service}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-${var.service}-lb" }

  lifecycle {
    create_before_destroy = true
  }
}

# From anywhere, also on an internal load balancer: Global Accelerator preserves the addresses of the clients.
resource "aws_vpc_security_group_ingress_rule" "load_balancer_https" {
  region            = var.region
  security_group_id = aws_security_group.load_balancer.id
  description       = "HTTPS from users"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# A changed port takes effect here before new tasks listen on it: change the port of one region at a time.
resource "aws_vpc_security_group_egress_rule" "load_balancer_tasks" {
  region                       = var.region
  security_group_id            = aws_security_group.load_balancer.id
  description                  = "Requests and health checks to the tasks"
  referenced_security_group_id = aws_security_group.tasks.id
  ip_protocol                  = "tcp"
  from_port                    = var.port
  to_port                      = var.port
}

resource "aws_security_group" "tasks" {
  region      = var.region
  name_prefix = "${var.name}-${var.service}-tasks-"
  description = "Tasks of ${var.name}-${var.service}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-${var.service}-tasks" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "tasks_load_balancer" {
  region                       = var.region
  security_group_id            = aws_security_group.tasks.id
  description                  = "Requests and health checks from the load balancer"
  referenced_security_group_id = aws_security_group.load_balancer.id
  ip_protocol                  = "tcp"
  from_port                    = var.port
  to_port                      = var.port
}

#trivy:ignore:AWS-0104 with NAT, tasks reach AWS, other regions and the internet, on port 443 only
resource "aws_vpc_security_group_egress_rule" "tasks_https" {
  for_each = toset(var.egress_cidrs)

  region            = var.region
  security_group_id = aws_security_group.tasks.id
  description       = "HTTPS to where the network leads"
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# Counted and not keyed: the IDs are unknown until the endpoints exist.
resource "aws_vpc_security_group_egress_rule" "tasks_gateway_endpoints" {
  count = length(var.egress_prefix_list_ids)

  region            = var.region
  security_group_id = aws_security_group.tasks.id
  description       = "HTTPS to S3 and DynamoDB through the gateway endpoints"
  prefix_list_id    = var.egress_prefix_list_ids[count.index]
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# Both ends of each connection are ruled here, so the owner of the other group does not have to know who connects.
resource "aws_vpc_security_group_egress_rule" "tasks_connection" {
  for_each = var.connections

  region                       = var.region
  security_group_id            = aws_security_group.tasks.id
  description                  = "To ${each.key}"
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_ingress_rule" "connection_tasks" {
  for_each = var.connections

  region                       = var.region
  security_group_id            = each.value.security_group_id
  description                  = "From ${var.name}-${var.service}"
  referenced_security_group_id = aws_security_group.tasks.id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}
