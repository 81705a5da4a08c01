data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  # The buckets are made later, in another state; their names are known beforehand.
  bucket_arns = {
    for region in var.regions : region => join("", [
      "arn:${data.aws_partition.current.partition}:s3:::",
      "${var.name}-${var.bucket}-${region}-${data.aws_caller_identity.current.account_id}",
    ])
  }

  # A region takes replicas when another one is a source.
  destinations = [for region in var.regions : region if length(setsubtract(var.sources, [region])) > 0]
}

# One role for all directions: each rule of a bucket names it, and what it may do is told apart by bucket and key.
resource "aws_iam_role" "this" {
  name               = "${var.name}-${var.bucket}-replication"
  description        = "Copies objects of ${var.bucket} between the regions of ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

# Without a source condition: S3 does not promise one here, and a missing key would stop replication silently. The guard is
# iam:PassRole, which nobody outside this account can have on the role.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "replicate"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.this.json
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "ReadConfiguration"
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [for region in var.sources : local.bucket_arns[region]]
  }

  statement {
    sid       = "ReadVersions"
    actions   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
    resources = [for region in var.sources : "${local.bucket_arns[region]}/*"]
  }

  statement {
    sid       = "WriteReplicas"
    actions   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
    resources = [for region in local.destinations : "${local.bucket_arns[region]}/*"]
  }

  # What was encrypted with the key of the source is encrypted anew with that of the destination. A key is used through S3 of its
  # own region only, so one statement serves all of them.
  statement {
    sid       = "DecryptAtSource"
    actions   = ["kms:Decrypt"]
    resources = [for region in var.sources : var.kms_key_arns[region]]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for region in var.sources : "s3.${region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "EncryptAtDestination"
    actions   = ["kms:Encrypt", "kms:GenerateDataKey"]
    resources = [for region in local.destinations : var.kms_key_arns[region]]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for region in local.destinations : "s3.${region}.amazonaws.com"]
    }
  }
}
