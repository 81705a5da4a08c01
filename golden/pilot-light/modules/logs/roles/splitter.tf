# What the function between CloudWatch Logs and Firehose does: hand records over, say what went wrong, keep what failed.
resource "aws_iam_role" "splitter" {
  for_each = toset(var.regions)

  name               = "${var.name}-logs-${each.key}-splitter"
  description        = "Hands the logs of ${var.name} in ${each.key} to Firehose"
  assume_role_policy = data.aws_iam_policy_document.splitter_trust.json
}

resource "aws_iam_role_policy" "splitter" {
  for_each = toset(var.regions)

  name   = "hand-over"
  role   = aws_iam_role.splitter[each.key].name
  policy = data.aws_iam_policy_document.splitter[each.key].json
}

data "aws_iam_policy_document" "splitter_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "splitter" {
  for_each = toset(var.regions)

  statement {
    sid       = "PutRecords"
    actions   = ["firehose:PutRecordBatch"]
    resources = ["arn:${local.partition}:firehose:${each.key}:${local.account}:deliverystream/${var.name}-logs"]
  }

  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:${local.partition}:logs:${each.key}:${local.account}:log-group:/aws/lambda/${var.name}-logs-splitter:log-stream:*"]
  }

  # Lambda writes what failed with the function's role.
  statement {
    sid       = "FindBackupBucket"
    actions   = ["s3:ListBucket"]
    resources = ["arn:${local.partition}:s3:::${var.name}-log-backup-${each.key}-${local.account}"]
  }

  statement {
    sid       = "WriteBackups"
    actions   = ["s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${var.name}-log-backup-${each.key}-${local.account}/*"]
  }

  # The stream is encrypted with the region's key, and so whoever puts records into it has to be allowed to use that.
  statement {
    sid       = "EncryptThem"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arns[each.key]]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["firehose.${each.key}.amazonaws.com", "s3.${each.key}.amazonaws.com"]
    }
  }
}
