resource "aws_s3_bucket_policy" "this" {
  for_each = toset(var.regions)

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id
  policy = data.aws_iam_policy_document.this[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.this]
}

data "aws_iam_policy_document" "this" {
  for_each = toset(var.regions)

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this[each.key].arn, "${aws_s3_bucket.this[each.key].arn}/*"]

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
    for_each = var.cdn ? [aws_s3_bucket.this[each.key].arn] : []

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
    for_each = var.cdn ? [aws_s3_bucket.this[each.key].arn] : []

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
