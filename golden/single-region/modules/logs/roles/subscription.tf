# What CloudWatch Logs does to hand log events over.
resource "aws_iam_role" "subscription" {
  for_each = toset(var.regions)

  name               = "${var.name}-logs-${each.key}-subscription"
  description        = "Hands the logs of ${var.name} in ${each.key} to Firehose"
  assume_role_policy = data.aws_iam_policy_document.subscription_trust[each.key].json
}

resource "aws_iam_role_policy" "subscription" {
  for_each = toset(var.regions)

  name   = "put-records"
  role   = aws_iam_role.subscription[each.key].name
  policy = data.aws_iam_policy_document.subscription[each.key].json
}

data "aws_iam_policy_document" "subscription_trust" {
  for_each = toset(var.regions)

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["logs.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:logs:${each.key}:${local.account}:*"]
    }
  }
}

data "aws_iam_policy_document" "subscription" {
  for_each = toset(var.regions)

  statement {
    sid       = "PutRecords"
    actions   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
    resources = ["arn:${local.partition}:firehose:${each.key}:${local.account}:deliverystream/${var.name}-logs"]
  }
}
