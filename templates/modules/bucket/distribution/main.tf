locals {
  several = length(var.origins) > 1
  cors    = length(var.cors_origins) > 0

  # AWS's managed policies have the same ids in every account:
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
  caching_optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  cors_s3_origin    = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
  security_headers  = "67f7725c-6f97-4210-82d7-5512b31e9d03"
}

# Signs the requests to the buckets: they answer to nobody else, and encryption with a KMS key works only this way.
resource "aws_cloudfront_origin_access_control" "this" {
  name                              = "${var.name}-${var.bucket}"
  description                       = "Reads ${var.bucket} for ${var.host}"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# AWS's security headers, and who may read from a page of another origin. CloudFront says it, not S3: what is cached for one origin
# is served to all.
resource "aws_cloudfront_response_headers_policy" "cors" {
  #checkov:skip=CKV_AWS_259:a year for this host, as in AWS's own policy; whether the whole domain is preloaded is for its owner to say

  count = local.cors ? 1 : 0

  name    = "${var.name}-${var.bucket}"
  comment = "Headers of ${var.host}"

  cors_config {
    access_control_allow_credentials = false
    access_control_max_age_sec       = 3600
    origin_override                  = true

    access_control_allow_headers {
      items = ["*"]
    }

    access_control_allow_methods {
      items = ["GET", "HEAD", "OPTIONS"]
    }

    access_control_allow_origins {
      items = var.cors_origins
    }
  }

  security_headers_config {
    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "SAMEORIGIN"
      override     = false
    }

    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = false
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      override                   = false
    }

    xss_protection {
      protection = true
      mode_block = true
      override   = false
    }
  }
}

# Nothing regional is read here: any workload region may be down when this is planned.
#trivy:ignore:AWS-0010 access logs are delivered by the newer way, which needs no bucket with ACLs
resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_86:access logs are delivered by the newer way, which needs no bucket with ACLs
  #checkov:skip=CKV_AWS_374:whom to serve is not a matter of geography
  #checkov:skip=CKV2_AWS_32:the policy is AWS's own, named by its id
  #checkov:skip=CKV2_AWS_47:the web ACL, with the rules against Log4j, is in another state
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = "PriceClass_All"
  comment             = "${var.name}-${var.bucket}"
  aliases             = [var.host]
  web_acl_id          = var.web_acl_arn
  wait_for_deployment = false

  # Also keeps the root from listing the bucket.
  default_root_object = "index.html"

  # CloudFront would otherwise try three times for ten seconds before it goes on to the other region.
  dynamic "origin" {
    for_each = var.origins

    content {
      origin_id                = origin.value.region
      domain_name              = origin.value.domain_name
      origin_access_control_id = aws_cloudfront_origin_access_control.this.id
      connection_attempts      = 2
      connection_timeout       = 3
    }
  }

  # Two members at most, tried in this order for every object that is not in the cache. Never 403: it would hide a fault of
  # permissions behind the other region.
  dynamic "origin_group" {
    for_each = local.several ? ["regions"] : []

    content {
      origin_id = origin_group.value

      failover_criteria {
        status_codes = var.failover_status_codes
      }

      dynamic "member" {
        for_each = var.origins

        content {
          origin_id = member.value.region
        }
      }
    }
  }

  # No query string reaches the buckets, so nobody can ask them for a list.
  default_cache_behavior {
    target_origin_id           = local.several ? "regions" : var.origins[0].region
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD", "OPTIONS"]
    cached_methods             = ["GET", "HEAD", "OPTIONS"]
    compress                   = true
    cache_policy_id            = local.caching_optimized
    origin_request_policy_id   = local.cors ? local.cors_s3_origin : null
    response_headers_policy_id = local.cors ? one(aws_cloudfront_response_headers_policy.cors[*].id) : local.security_headers
  }

  # Only for what is missing. 403 would hide a fault of permissions behind a page.
  dynamic "custom_error_response" {
    for_each = var.error_page[*]

    content {
      error_code            = 404
      response_code         = custom_error_response.value.status
      response_page_path    = custom_error_response.value.path
      error_caching_min_ttl = 10
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = var.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

resource "aws_route53_record" "this" {
  for_each = toset(["A", "AAAA"])

  zone_id = var.zone_id
  name    = var.host
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
