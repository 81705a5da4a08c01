data "aws_route53_zone" "this" {
  name         = var.domain
  private_zone = false
}

locals {
  endpoints = { for region in var.regions : region => "${region}.${var.host}" }

  # Region, then host name. The keys of every for_each below come from the variables, because these are known only after apply.
  validations = {
    for region, certificate in aws_acm_certificate.this : region => {
      for option in certificate.domain_validation_options : option.domain_name => option
    }
  }
}

# A load balancer takes certificates of its own region only. The regional name is on it for peers and health checks, which call
# one particular region.
resource "aws_acm_certificate" "this" {
  for_each = toset(var.regions)

  region                    = each.key
  domain_name               = var.host
  subject_alternative_names = [local.endpoints[each.key]]
  validation_method         = "DNS"

  tags = { Name = var.host }

  # For another host the new certificate is made first. The old one can go once the load balancers have the new one, so such a
  # change takes a second apply here, after the regions.
  lifecycle {
    create_before_destroy = true
  }
}

# One record for all regions: for one account and name, ACM asks every region for the same CNAME. It may be there already, from
# an earlier certificate of this account for the host; then it holds the same value.
resource "aws_route53_record" "host_validation" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = local.validations[var.home][var.host].resource_record_name
  type    = local.validations[var.home][var.host].resource_record_type
  records = [local.validations[var.home][var.host].resource_record_value]
  ttl     = 300

  allow_overwrite = true
}

resource "aws_route53_record" "regional_validation" {
  for_each = local.endpoints

  zone_id = data.aws_route53_zone.this.zone_id
  name    = local.validations[each.key][each.value].resource_record_name
  type    = local.validations[each.key][each.value].resource_record_type
  records = [local.validations[each.key][each.value].resource_record_value]
  ttl     = 300

  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  for_each = toset(var.regions)

  region          = each.key
  certificate_arn = aws_acm_certificate.this[each.key].arn

  validation_record_fqdns = [
    aws_route53_record.host_validation.fqdn,
    aws_route53_record.regional_validation[each.key].fqdn,
  ]
}
