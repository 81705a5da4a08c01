# The identity that administers the domains from within: it alone can map other roles to permissions. People assume it; IAM
# policies of this account decide who may.
resource "aws_iam_role" "admin" {
  name               = "${var.name}-logs-admin"
  description        = "Administers the log domains of ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.admin_trust.json
}

resource "aws_iam_role_policy" "admin" {
  name   = "administer-domains"
  role   = aws_iam_role.admin.name
  policy = data.aws_iam_policy_document.admin.json
}

data "aws_iam_policy_document" "admin_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }
}

data "aws_iam_policy_document" "admin" {
  statement {
    sid       = "AdministerDomains"
    actions   = ["es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPatch", "es:ESHttpPost", "es:ESHttpPut"]
    resources = [for region in var.regions : "${local.domain_arns[region]}/*"]
  }
}
