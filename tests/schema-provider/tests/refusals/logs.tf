# A domain that is not fast enough for its size.
resource "aws_opensearch_domain" "broken" {
  region      = var.region
  domain_name = "broken"

  cluster_config {
    instance_type = var.instance_type
  }

  ebs_options {
    ebs_enabled = true
    volume_type = "gp3"
    volume_size = max(var.volume_gb, 170)
    iops        = 3000
    throughput  = 125
  }
}

# Log lines straight into the stream of a domain.
resource "aws_cloudwatch_log_subscription_filter" "broken" {
  region          = var.region
  name            = "broken"
  log_group_name  = "/broken"
  filter_pattern  = ""
  destination_arn = aws_kinesis_firehose_delivery_stream.this.arn
  role_arn        = "arn:aws:iam::210987654321:role/theirs"
}
