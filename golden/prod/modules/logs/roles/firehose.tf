# What Firehose does to deliver: index documents, keep what it could not index, report why.
resource "aws_iam_role" "firehose" {
  for_each = toset(var.regions)

  name               = "${var.name}-logs-${each.key}-firehose"
  description        = "Delivers the logs of ${var.name} in ${each.key}"
  assume_role_policy = data.aws_iam_policy_document.firehose_trust.json
}

resource "aws_iam_role_policy" "firehose" {
  for_each = toset(var.regions)

  name   = "deliver"
  role   = aws_iam_role.firehose[each.key].name
  policy = data.aws_iam_policy_document.firehose[each.key].json
}

# Firehose says on whose behalf it acts by the external ID.
data "aws_iam_policy_document" "firehose_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["firehose.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [local.account]
    }
  }
}

data "aws_iam_policy_document" "firehose" {
  #checkov:skip=CKV_AWS_356:EC2 describes network resources as a whole or not at all
  for_each = toset(var.regions)

  statement {
    sid       = "DescribeDomain"
    actions   = ["es:DescribeDomain", "es:DescribeDomainConfig", "es:DescribeDomains"]
    resources = [local.domain_arns[each.key]]
  }

  statement {
    sid       = "IndexDocuments"
    actions   = ["es:ESHttpPost", "es:ESHttpPut"]
    resources = [local.domain_arns[each.key], "${local.domain_arns[each.key]}/*"]
  }

  statement {
    sid     = "WatchDomain"
    actions = ["es:ESHttpGet"]
    resources = [for path in [
      "_all/_settings",
      "_cluster/stats",
      "_nodes",
      "_nodes/*/stats",
      "_nodes/stats",
      "_stats",
      "${var.index}*/_mapping/*",
      "${var.index}*/_stats",
    ] : "${local.domain_arns[each.key]}/${path}"]
  }

  statement {
    sid       = "FindBackupBucket"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = ["arn:${local.partition}:s3:::${var.name}-log-backup-${each.key}-${local.account}"]
  }

  statement {
    sid       = "WriteBackups"
    actions   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${var.name}-log-backup-${each.key}-${local.account}/*"]
  }

  statement {
    sid       = "EncryptBackups"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arns[each.key]]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${each.key}.amazonaws.com"]
    }
  }

  statement {
    sid       = "ReportErrors"
    actions   = ["logs:PutLogEvents"]
    resources = ["arn:${local.partition}:logs:${each.key}:${local.account}:log-group:/aws/firehose/${var.name}-logs:log-stream:*"]
  }

  # Firehose reaches the domain through network interfaces of its own. It adds some when there is more to deliver, so it keeps these
  # permissions for good.
  statement {
    sid = "DescribeNetwork"
    actions = [
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeVpcs",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "ManageNetworkInterfaces"
    actions   = ["ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"]
    resources = [for kind in ["network-interface", "security-group", "subnet"] : "arn:${local.partition}:ec2:${each.key}:${local.account}:${kind}/*"]
  }
}
