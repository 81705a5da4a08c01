resource "aws_kinesis_firehose_delivery_stream" "this" {
  region      = var.region
  name        = "${var.name}-logs"
  destination = "opensearch"

  server_side_encryption {
    enabled  = true
    key_type = "CUSTOMER_MANAGED_CMK"
    key_arn  = var.kms_key_arn
  }

  opensearch_configuration {
    domain_arn            = aws_opensearch_domain.this.arn
    role_arn              = var.firehose_role_arn
    index_name            = var.index
    index_rotation_period = "OneDay"
    buffering_interval    = 60
    buffering_size        = 5
    retry_duration        = 300
    s3_backup_mode        = "FailedDocumentsOnly"

    s3_configuration {
      role_arn           = var.firehose_role_arn
      bucket_arn         = aws_s3_bucket.backup.arn
      compression_format = "GZIP"
      kms_key_arn        = var.kms_key_arn

      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = aws_cloudwatch_log_group.stream.name
        log_stream_name = aws_cloudwatch_log_stream.stream["backup"].name
      }
    }

    vpc_config {
      role_arn           = var.firehose_role_arn
      subnet_ids         = local.subnet_ids
      security_group_ids = [aws_security_group.firehose.id]
    }

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.stream.name
      log_stream_name = aws_cloudwatch_log_stream.stream["delivery"].name
    }
  }

  # The bucket must take what fails from the first minute on, and Firehose connects to the domain at once.
  depends_on = [
    aws_s3_bucket_policy.backup,
    aws_s3_bucket_server_side_encryption_configuration.backup,
    aws_vpc_security_group_egress_rule.firehose_domain,
    aws_vpc_security_group_ingress_rule.domain_firehose,
  ]
}

resource "aws_cloudwatch_log_group" "stream" {
  #checkov:skip=CKV_AWS_338:the topology says how long logs are kept
  region            = var.region
  name              = "/aws/firehose/${var.name}-logs"
  retention_in_days = var.retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_stream" "stream" {
  for_each = toset(["backup", "delivery"])

  region         = var.region
  log_group_name = aws_cloudwatch_log_group.stream.name
  name           = each.key
}
