# What the domain says about itself: who did what, and what went wrong. Kept for a year, whatever holds for the services' logs.
resource "aws_cloudwatch_log_group" "domain" {
  for_each = toset(["audit", "errors"])

  region                      = var.region
  name                        = "/aws/opensearch/${var.name}-logs/${each.key}"
  retention_in_days           = 365
  kms_key_id                  = var.kms_key_arn
  deletion_protection_enabled = true
}

resource "aws_cloudwatch_log_resource_policy" "domain" {
  region          = var.region
  policy_name     = "${var.name}-logs-opensearch"
  policy_document = data.aws_iam_policy_document.domain_logs.json
}

# A document that names the groups itself waits for any change of them, and until then their policy is not known.
locals {
  domain_log_arns = [for group in aws_cloudwatch_log_group.domain : group.arn]
}

data "aws_iam_policy_document" "domain_logs" {
  statement {
    sid       = "OpenSearchWritesLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"]
    resources = [for arn in local.domain_log_arns : "${arn}:*"]

    principals {
      type        = "Service"
      identifiers = ["es.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:es:${var.region}:${local.account}:domain/${var.name}-logs"]
    }
  }
}
