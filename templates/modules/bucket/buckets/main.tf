data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account       = data.aws_caller_identity.current.account_id
  distributions = "arn:${data.aws_partition.current.partition}:cloudfront::${local.account}:distribution/*"
}

# Bucket names are global: region and account make them unique.
resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_144:replication follows from the regions and from who uploads; where there is one region, there is none
  for_each = toset(var.regions)

  region = each.key
  bucket = "${var.name}-${var.bucket}-${each.key}-${local.account}"

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

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = toset(var.regions)

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.kms_key_arns[each.key]
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

# The same in every region, for what a lifecycle removes is not replicated. Earlier versions are the way back from a deletion,
# which replication carries everywhere.
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = toset(var.regions)

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id

  rule {
    id     = "expire-old-versions"
    status = "Enabled"

    filter {}

    expiration {
      expired_object_delete_marker = true
    }

    noncurrent_version_expiration {
      noncurrent_days = var.old_version_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

# To the default event bus of the region, where rules pick what they need.
resource "aws_s3_bucket_notification" "this" {
  for_each = toset(var.regions)

  region      = each.key
  bucket      = aws_s3_bucket.this[each.key].id
  eventbridge = true
}

resource "aws_s3_bucket_logging" "this" {
  for_each = toset(var.regions)

  region        = each.key
  bucket        = aws_s3_bucket.this[each.key].id
  target_bucket = var.log_buckets[each.key]
  target_prefix = "access/"

  target_object_key_format {
    partitioned_prefix {
      partition_date_source = "EventTime"
    }
  }
}
