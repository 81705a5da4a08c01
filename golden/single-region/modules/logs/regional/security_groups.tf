# No prefix and no create_before_destroy, unlike elsewhere: changing the groups of the stream would replace it.
resource "aws_security_group" "domain" {
  region      = var.region
  name        = "${var.name}-logs-domain"
  description = "Log domain of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-logs-domain" }
}

resource "aws_security_group" "firehose" {
  #checkov:skip=CKV2_AWS_5:the network interfaces that Firehose makes are in it
  region      = var.region
  name        = "${var.name}-logs-firehose"
  description = "Delivery to the log domain of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-logs-firehose" }
}

resource "aws_vpc_security_group_ingress_rule" "domain_firehose" {
  region                       = var.region
  security_group_id            = aws_security_group.domain.id
  description                  = "HTTPS from Firehose"
  referenced_security_group_id = aws_security_group.firehose.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "firehose_domain" {
  region                       = var.region
  security_group_id            = aws_security_group.firehose.id
  description                  = "HTTPS to the log domain"
  referenced_security_group_id = aws_security_group.domain.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}
