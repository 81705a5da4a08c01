data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
}

# S3 writes access logs only to a bucket of the same region. This one belongs to the buckets and not to the region's network: they
# exist before it, and without it.
#trivy:ignore:AWS-0089 this is the bucket that logs go to
#trivy:ignore:AWS-0132 S3 cannot write access logs to a bucket encrypted with a KMS key
resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18:this is the bucket that logs go to
  #checkov:skip=CKV_AWS_144:logs stay in the region they describe
  #checkov:skip=CKV_AWS_145:S3 cannot write access logs to a bucket encrypted with a KMS key
  #checkov:skip=CKV2_AWS_62:nothing consumes events of this bucket
  for_each = toset(var.regions)

  region = each.key
  bucket = "${var.name}-s3-logs-${each.key}-${local.account}"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = toset(var.regions)

  region                  = each.key
  bucket                  = aws_s3_bucket.this[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = toset(var.regions)

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# SSE-S3, because S3 cannot write access logs to a bucket encrypted with a KMS key.
#trivy:ignore:AWS-0132 S3 cannot write access logs to a bucket encrypted with a KMS key
resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = toset(var.regions)

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = toset(var.regions)

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = toset(var.regions)

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.log_retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 7
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}
