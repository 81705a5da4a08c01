# CloudFront's logs are delivered from this region, wherever the workload is.
locals {
  cloudfront_region = "us-east-1"
}

resource "aws_cloudwatch_log_delivery_source" "this" {
  region       = local.cloudfront_region
  name         = "${var.name}-${var.bucket}"
  log_type     = "ACCESS_LOGS"
  resource_arn = var.distribution_arn
}

resource "aws_cloudwatch_log_delivery_destination" "this" {
  region        = local.cloudfront_region
  name          = "${var.name}-${var.bucket}"
  output_format = "json"

  delivery_destination_configuration {
    destination_resource_arn = var.log_bucket_arn
  }
}

resource "aws_cloudwatch_log_delivery" "this" {
  region                   = local.cloudfront_region
  delivery_source_name     = aws_cloudwatch_log_delivery_source.this.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.this.arn
}
