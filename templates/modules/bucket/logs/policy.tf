resource "aws_s3_bucket_policy" "this" {
  for_each = toset(var.regions)

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id
  policy = data.aws_iam_policy_document.this[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.this]
}

# A document that names a bucket itself waits for any change of it, and until then its policy is not known.
locals {
  arns = { for region, bucket in aws_s3_bucket.this : region => bucket.arn }
}

data "aws_iam_policy_document" "this" {
  for_each = toset(var.regions)

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arns[each.key], "${local.arns[each.key]}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    sid       = "AccessLogs"
    actions   = ["s3:PutObject"]
    resources = ["${local.arns[each.key]}/access/*"]

    principals {
      type        = "Service"
      identifiers = ["logging.s3.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:s3:::${var.name}-*-${each.key}-${local.account}"]
    }
  }

  # AWS's own statements, name for name: creating a delivery appends them to a policy that misses them, and the next plan would
  # take them away again. Deliveries of CloudFront's logs are made in us-east-1, wherever the bucket is.
  dynamic "statement" {
    for_each = each.key == var.cloudfront_logs_region ? [local.account] : []

    content {
      sid       = "AWSLogDeliveryWrite"
      actions   = ["s3:PutObject"]
      resources = ["${local.arns[each.key]}/AWSLogs/${statement.value}/*"]

      principals {
        type        = "Service"
        identifiers = ["delivery.logs.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "s3:x-amz-acl"
        values   = ["bucket-owner-full-control"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [statement.value]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${local.partition}:logs:us-east-1:${statement.value}:*"]
      }
    }
  }

  dynamic "statement" {
    for_each = each.key == var.cloudfront_logs_region ? [local.account] : []

    content {
      sid       = "AWSLogDeliveryAclCheck"
      actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
      resources = [local.arns[each.key]]

      principals {
        type        = "Service"
        identifiers = ["delivery.logs.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [statement.value]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${local.partition}:logs:us-east-1:${statement.value}:*"]
      }
    }
  }
}
