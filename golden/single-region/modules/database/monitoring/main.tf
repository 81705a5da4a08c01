data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

# Enhanced monitoring writes the instances' operating-system metrics to CloudWatch Logs as this role.
resource "aws_iam_role" "this" {
  name               = "${var.name}-rds-monitoring"
  description        = "Writes metrics of the databases of ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

# AWS's own policy names the one log group that all instances of an account share.
resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
