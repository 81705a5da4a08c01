locals {
  # Region, then what may be done there: some data is written in one region only. Grants of the same actions become one statement, for
  # the inline policies of a role have 10,240 characters together.
  statements = {
    for region in var.regions : region => {
      for actions, grants in {
        for grant in values(var.grants) : join(" ", grant.actions) => grant.resources...
        if contains(coalesce(grant.regions, var.regions), region)
      } : actions => flatten(grants)
    }
  }

  # IAM refuses a policy without statements.
  regions_with_grants = toset([
    for region in var.regions : region if length(local.statements[region]) + length(var.key_services) > 0
  ])
}

# What the service's own code may do. Every ARN names the role's region, so a task reaches no other region's copy of the data.
resource "aws_iam_role" "task" {
  for_each = toset(var.regions)

  name               = "${var.name}-${var.service}-${each.key}-task"
  description        = "Identity of ${var.service} in ${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json
}

resource "aws_iam_role_policy" "task" {
  for_each = local.regions_with_grants

  name   = "use-data"
  role   = aws_iam_role.task[each.key].name
  policy = data.aws_iam_policy_document.task[each.key].json
}

data "aws_iam_policy_document" "task" {
  for_each = local.regions_with_grants

  dynamic "statement" {
    for_each = local.statements[each.key]

    content {
      actions = split(" ", statement.key)
      resources = [
        for arn in statement.value :
        replace(replace(replace(arn, "{partition}", local.partition), "{region}", each.key), "{account}", local.account)
      ]
    }
  }

  # The key only through the services that encrypt with it: the task cannot decrypt anything that it got by other means.
  # kms:CreateGrant is left out, for only who creates tables needs it.
  dynamic "statement" {
    for_each = length(var.key_services) > 0 ? [var.kms_key_arns[each.key]] : []

    content {
      sid       = "UseKeyThroughServices"
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = [for service in var.key_services : "${service}.${each.key}.amazonaws.com"]
      }
    }
  }
}
