# No standby zone: Multi-AZ with Standby wants three copies of everything and three zones, which not every region has. With one
# replica and zone awareness, every shard still has a copy in another zone.
resource "aws_opensearch_domain" "this" {
  region         = var.region
  domain_name    = "${var.name}-logs"
  engine_version = var.engine_version

  cluster_config {
    instance_type            = var.instance_type
    instance_count           = var.data_nodes
    dedicated_master_enabled = true
    dedicated_master_type    = var.dedicated_master_type
    dedicated_master_count   = 3
    zone_awareness_enabled   = true

    zone_awareness_config {
      availability_zone_count = var.zones
    }
  }

  ebs_options {
    ebs_enabled = true
    volume_type = "gp3"
    volume_size = var.volume_gb
    iops        = var.iops
    throughput  = var.throughput
  }

  vpc_options {
    subnet_ids         = local.subnet_ids
    security_group_ids = [aws_security_group.domain.id]
  }

  encrypt_at_rest {
    enabled    = true
    kms_key_id = var.kms_key_arn
  }

  node_to_node_encryption {
    enabled = true
  }

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }

  # An IAM role and no internal user: there is no password to keep.
  advanced_security_options {
    enabled                        = true
    internal_user_database_enabled = false

    master_user_options {
      master_user_arn = var.admin_role_arn
    }
  }

  # Principals of this account, and of those only the ones whose own policies allow it. What they may do inside is for the domain's
  # fine-grained access control to say.
  access_policies = data.aws_iam_policy_document.domain.json

  log_publishing_options {
    enabled                  = true
    log_type                 = "AUDIT_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.domain["audit"].arn
  }

  log_publishing_options {
    enabled                  = true
    log_type                 = "ES_APPLICATION_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.domain["errors"].arn
  }

  auto_tune_options {
    desired_state = "ENABLED"
  }

  off_peak_window_options {
    enabled = true
  }

  software_update_options {
    auto_software_update_enabled = true
  }

  # An upgrade goes one way and is somebody's decision: a version that is not above the running one would replace the domain.
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [engine_version]
  }

  depends_on = [aws_cloudwatch_log_resource_policy.domain]
}

data "aws_iam_policy_document" "domain" {
  statement {
    sid = "OwnAccount"
    actions = [
      "es:ESHttpDelete",
      "es:ESHttpGet",
      "es:ESHttpHead",
      "es:ESHttpPatch",
      "es:ESHttpPost",
      "es:ESHttpPut",
    ]
    resources = ["arn:${local.partition}:es:${var.region}:${local.account}:domain/${var.name}-logs/*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }
}
