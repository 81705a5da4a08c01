# Pages of other origins read objects, and store them with requests that a service has signed for them.
resource "aws_s3_bucket_cors_configuration" "this" {
  for_each = toset(length(var.cors_origins) > 0 ? var.regions : [])

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id

  cors_rule {
    allowed_origins = var.cors_origins
    allowed_methods = ["GET", "HEAD", "POST", "PUT"]
    allowed_headers = ["*"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3600
  }
}
