data "aws_route53_zone" "this" {
  name         = var.domain
  private_zone = false
}

locals {
  # CloudFront takes certificates and web ACLs from this region only, wherever the workload is. They are here and not beside the
  # distribution, so that it can be planned while this region is down.
  cloudfront_region = "us-east-1"

  validation = one([
    for option in aws_acm_certificate.this.domain_validation_options : option if option.domain_name == var.host
  ])
}

resource "aws_acm_certificate" "this" {
  region            = local.cloudfront_region
  domain_name       = var.host
  validation_method = "DNS"

  tags = { Name = var.host }

  # For another host the new certificate is made first. The old one can go once the distribution has the new one, so such a change
  # takes a second apply here, after the distribution's.
  lifecycle {
    create_before_destroy = true
  }
}

# ACM asks for the same CNAME for one account and name, however often and wherever. It may be there already, from an earlier
# certificate of this account for the host; then it holds the same value.
resource "aws_route53_record" "validation" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = local.validation.resource_record_name
  type    = local.validation.resource_record_type
  records = [local.validation.resource_record_value]
  ttl     = 300

  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  region                  = local.cloudfront_region
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}
