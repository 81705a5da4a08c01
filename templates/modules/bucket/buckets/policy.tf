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

  # Any distribution of this account, not one: its ARN is known only after the buckets are.
  dynamic "statement" {
    for_each = var.cdn ? [local.arns[each.key]] : []

    content {
      sid       = "CloudFrontReads"
      actions   = ["s3:GetObject"]
      resources = ["${statement.value}/*"]

      principals {
        type        = "Service"
        identifiers = ["cloudfront.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = [local.distributions]
      }
    }
  }

  # Listing makes S3 say 404 instead of 403 for what does not exist: 403 then always means a fault of permissions.
  dynamic "statement" {
    for_each = var.cdn ? [local.arns[each.key]] : []

    content {
      sid       = "CloudFrontSeesWhatIsMissing"
      actions   = ["s3:ListBucket"]
      resources = [statement.value]

      principals {
        type        = "Service"
        identifiers = ["cloudfront.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = [local.distributions]
      }
    }
  }
}
