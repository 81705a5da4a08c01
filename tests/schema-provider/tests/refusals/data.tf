# A policy of a replica, a table that is there, and a bucket's policy that is too long.
resource "aws_secretsmanager_secret_policy" "broken" {
  region     = "eu-west-1"
  secret_arn = replace(module.secret_stripe.arn, "us-east-1", "eu-west-1")
  policy     = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "*", Resource = "*" }] })
}

resource "aws_dynamodb_table" "broken" {
  region       = "us-east-1"
  name         = "store-users"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "userId"

  attribute {
    name = "userId"
    type = "S"
  }
}

resource "aws_s3_bucket_policy" "broken" {
  region = "us-east-1"
  bucket = "broken"
  policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::broken/*", Sid = format("%020480d", 0) }] })
}

# A copy of objects whose versions nobody keeps.
resource "aws_s3_bucket" "unversioned" {
  region = "us-east-1"
  bucket = "store-unversioned"
}

resource "aws_s3_bucket_replication_configuration" "broken" {
  region = "us-east-1"
  bucket = aws_s3_bucket.unversioned.bucket
  role   = "arn:aws:iam::123456789012:role/store-assets-replication"

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::${module.bucket_assets.names["eu-west-1"]}"
    }
  }
}
