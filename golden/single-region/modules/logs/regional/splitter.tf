# CloudWatch Logs hands over many log events in one compressed batch, and OpenSearch takes one document from a record of Firehose.
# So a function stands between them and takes the batches apart. Its code is splitter.py; splitter.zip holds that file alone.
resource "aws_lambda_function" "splitter" {
  #checkov:skip=CKV_AWS_50:it makes one kind of call, and its metrics and log tell how that went
  #checkov:skip=CKV_AWS_115:a limit of its own would be taken from the account's; what is throttled waits in Lambda's queue
  #checkov:skip=CKV_AWS_116:batches that fail go to the backup bucket, by a destination instead of a queue
  #checkov:skip=CKV_AWS_117:it calls Firehose alone, and nothing in the VPC
  #checkov:skip=CKV_AWS_173:the environment holds a name and no secret
  #checkov:skip=CKV_AWS_272:the code is a file of this tree, reviewed and applied like the rest
  region           = var.region
  function_name    = "${var.name}-logs-splitter"
  description      = "Hands the log lines of ${var.name} to Firehose one by one"
  role             = var.splitter_role_arn
  runtime          = "python3.13"
  architectures    = ["arm64"]
  handler          = "splitter.handler"
  filename         = "${path.module}/splitter.zip"
  source_code_hash = filebase64sha256("${path.module}/splitter.zip")
  memory_size      = 512
  timeout          = 60

  environment {
    variables = { STREAM = aws_kinesis_firehose_delivery_stream.this.name }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.splitter.name
  }
}

# Lambda's own retries, then the bucket: what CloudWatch Logs has handed over it does not send again.
resource "aws_lambda_function_event_invoke_config" "splitter" {
  region                       = var.region
  function_name                = aws_lambda_function.splitter.function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 21600

  destination_config {
    on_failure {
      destination = aws_s3_bucket.backup.arn
    }
  }

  depends_on = [
    aws_s3_bucket_policy.backup,
    aws_s3_bucket_server_side_encryption_configuration.backup,
  ]
}

# Nobody subscribes the function to its own log, which would feed itself for ever.
resource "aws_cloudwatch_log_group" "splitter" {
  #checkov:skip=CKV_AWS_338:the topology says how long logs are kept
  region            = var.region
  name              = "/aws/lambda/${var.name}-logs-splitter"
  retention_in_days = var.retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_permission" "logs" {
  region         = var.region
  statement_id   = "ServicesLogs"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.splitter.function_name
  principal      = "logs.amazonaws.com"
  source_account = local.account
  source_arn     = "arn:${local.partition}:logs:${var.region}:${local.account}:log-group:/${var.name}/*:*"
}

# Keyed by service: what is logged stays in the region that it is about.
resource "aws_cloudwatch_log_subscription_filter" "this" {
  for_each = var.log_groups

  region          = var.region
  name            = "${var.name}-logs"
  log_group_name  = each.value
  filter_pattern  = ""
  destination_arn = aws_lambda_function.splitter.arn

  # CloudWatch Logs tries the function when a filter is created, and hands over lines from then on.
  depends_on = [aws_lambda_function_event_invoke_config.splitter, aws_lambda_permission.logs]
}
