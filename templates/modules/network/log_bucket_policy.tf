# After the flow log: whoever turns one on and may write bucket policies has AWS write its own, over the one that is there.
resource "aws_s3_bucket_policy" "logs" {
  region = var.region
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.logs.json

  depends_on = [aws_flow_log.this, aws_s3_bucket_public_access_block.logs]
}

# A document that names the bucket itself waits for any change of it, and until then its policy is not known.
locals {
  logs_arn = aws_s3_bucket.logs.arn
}

data "aws_iam_policy_document" "logs" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.logs_arn, "${local.logs_arn}/*"]

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

  # No source condition: Elastic Load Balancing does not promise one, and a missing key would refuse every delivery. It writes
  # under the account that owns the load balancer, so the account in the path is the guard.
  statement {
    sid       = "LoadBalancerAccessLogs"
    actions   = ["s3:PutObject"]
    resources = ["${local.logs_arn}/load-balancers/*/AWSLogs/${local.account}/*"]

    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }
  }

  # This statement and the next are AWS's own, name for name, so that turning on an accelerator's flow logs, which is later and in
  # another state, finds nothing missing that it would add. Global Accelerator delivers from the region of its control plane, not from this one.
  statement {
    sid     = "AWSLogDeliveryWrite"
    actions = ["s3:PutObject"]

    resources = [
      "${local.logs_arn}/AWSLogs/aws-account-id=${local.account}/*",
      "${local.logs_arn}/global-accelerator/AWSLogs/${local.account}/*",
    ]

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
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:logs:*:${local.account}:*"]
    }
  }

  statement {
    sid       = "AWSLogDeliveryAclCheck"
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = [local.logs_arn]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:logs:*:${local.account}:*"]
    }
  }
}
