locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
}

# Load balancers write access logs only to a bucket of their own region, so every region has one.
#trivy:ignore:AWS-0089 this is the bucket that logs go to
#trivy:ignore:AWS-0132 load balancers cannot write to a bucket encrypted with a KMS key
resource "aws_s3_bucket" "logs" {
  #checkov:skip=CKV_AWS_18:this is the bucket that logs go to
  #checkov:skip=CKV_AWS_144:logs stay in the region they describe
  #checkov:skip=CKV_AWS_145:load balancers cannot write to a bucket encrypted with a KMS key
  #checkov:skip=CKV2_AWS_62:nothing consumes events of this bucket
  region = var.region
  bucket = "${var.name}-logs-${var.region}-${local.account}"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "logs" {
  region                  = var.region
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  region = var.region
  bucket = aws_s3_bucket.logs.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# SSE-S3. Trivy looks here where it sees whose encryption it is.
#trivy:ignore:AWS-0132 load balancers cannot write to a bucket encrypted with a KMS key
resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  region = var.region
  bucket = aws_s3_bucket.logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "logs" {
  region = var.region
  bucket = aws_s3_bucket.logs.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  region = var.region
  bucket = aws_s3_bucket.logs.id

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

  depends_on = [aws_s3_bucket_versioning.logs]
}
