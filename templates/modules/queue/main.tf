resource "aws_sqs_queue" "this" {
  region                     = var.region
  name                       = var.name
  fifo_queue                 = var.fifo
  kms_master_key_id          = var.kms_key_arn
  visibility_timeout_seconds = var.visibility_timeout
  message_retention_seconds  = var.retention
  delay_seconds              = var.delay

  # Whoever asks waits for a message instead of asking again.
  receive_wait_time_seconds = 20

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.max_receives
  })

  # What waits in it would be gone.
  lifecycle {
    prevent_destroy = true
  }
}

# A message keeps its age when it comes here from a standard queue, so these wait for as long as SQS keeps anything.
resource "aws_sqs_queue" "dead_letters" {
  region                    = var.region
  name                      = var.dead_letters_name
  fifo_queue                = var.fifo
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  region    = var.region
  queue_url = aws_sqs_queue.dead_letters.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.this.arn]
  })
}

# A document that names a queue itself waits for any change of it, and until then its policy is not known.
locals {
  arns = { this = aws_sqs_queue.this.arn, dead_letters = aws_sqs_queue.dead_letters.arn }
}

data "aws_iam_policy_document" "this" {
  for_each = local.arns

  statement {
    sid       = "OnlyTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue_policy" "this" {
  for_each = { this = aws_sqs_queue.this.url, dead_letters = aws_sqs_queue.dead_letters.url }

  region    = var.region
  queue_url = each.value
  policy    = data.aws_iam_policy_document.this[each.key].json
}
