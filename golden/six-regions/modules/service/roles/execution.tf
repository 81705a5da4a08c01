# What ECS itself does to start a task: pull the image and write its logs.
resource "aws_iam_role" "execution" {
  for_each = toset(var.regions)

  name               = "${var.name}-${var.service}-${each.key}-execution"
  description        = "Starts tasks of ${var.service} in ${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json
}

resource "aws_iam_role_policy" "execution" {
  for_each = toset(var.regions)

  name   = "start-tasks"
  role   = aws_iam_role.execution[each.key].name
  policy = data.aws_iam_policy_document.execution[each.key].json
}

data "aws_iam_policy_document" "execution" {
  for_each = toset(var.regions)

  # The token is the registry's, not a repository's: IAM accepts no narrower resource for this action.
  statement {
    sid       = "RegistryLogin"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "PullImage"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["arn:${local.partition}:ecr:${each.key}:${local.account}:repository/${var.repository}"]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:${local.partition}:logs:${each.key}:${local.account}:log-group:/${var.name}/${var.service}:*"]
  }
}
