data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
}

# What Grafana may read, in all regions: dashboards compare them.
resource "aws_iam_role" "this" {
  name               = "${var.name}-grafana"
  description        = "Reads metrics and logs for the dashboards of ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "this" {
  name   = "read"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.read.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["grafana.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "StringLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:grafana:${var.region}:${local.account}:/workspaces/*"]
    }
  }
}

data "aws_iam_policy_document" "read" {
  #checkov:skip=CKV_AWS_356:metrics, regions, tags and running queries have no resource that could be named
  statement {
    sid = "ReadMetrics"
    actions = [
      "cloudwatch:DescribeAlarmHistory",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:DescribeAlarmsForMetric",
      "cloudwatch:GetMetricData",
      "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics",
    ]
    resources = ["*"]
  }

  # Grafana fills its lists of regions, log groups and tags from these.
  statement {
    sid       = "FindThings"
    actions   = ["ec2:DescribeRegions", "tag:GetResources"]
    resources = ["*"]
  }

  statement {
    sid       = "FindLogGroups"
    actions   = ["logs:DescribeLogGroups"]
    resources = ["arn:${local.partition}:logs:*:${local.account}:log-group:*"]
  }

  # A query is known by its ID only: its results and its end belong to no log group.
  statement {
    sid       = "FollowQueries"
    actions   = ["logs:GetQueryResults", "logs:StopQuery"]
    resources = ["*"]
  }

  statement {
    sid       = "ReadLogs"
    actions   = ["logs:GetLogEvents", "logs:GetLogGroupFields", "logs:StartQuery"]
    resources = ["arn:${local.partition}:logs:*:${local.account}:log-group:/${var.name}/*"]
  }

  # A domain answers inside its VPC only and lets in whom it has a mapping for; this is the IAM side of it.
  dynamic "statement" {
    for_each = var.search ? [1] : []

    content {
      sid     = "SearchLogs"
      actions = ["es:ESHttpGet", "es:ESHttpPost"]
      resources = [for path in ["_msearch", "_plugins/_ppl", "_search", "*/_mapping", "*/_msearch", "*/_search"] :
        "arn:${local.partition}:es:*:${local.account}:domain/${var.name}-logs/${path}"
      ]
    }
  }
}
