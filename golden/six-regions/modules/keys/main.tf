data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
}

# One independent key per region, not a multi-Region key: losing or disabling one region's key leaves the others readable.
resource "aws_kms_key" "this" {
  for_each = toset(var.regions)

  region                  = each.key
  description             = "Encrypts the data of ${var.name} in ${each.key}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key[each.key].json

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "this" {
  for_each = toset(var.regions)

  region        = each.key
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this[each.key].key_id
}

data "aws_iam_policy_document" "key" {
  #checkov:skip=CKV_AWS_109:a key policy must let the account administer the key
  #checkov:skip=CKV_AWS_111:a key policy applies to its own key only
  #checkov:skip=CKV_AWS_356:a key policy names its key as "*"
  for_each = toset(var.regions)

  # A key policy names its key as "*". Handing administration to the account root lets IAM policies decide who may use the key;
  # without this statement a lost administrator role would make the key, and all that it encrypts, unmanageable.
  statement {
    sid       = "AccountAdministers"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }

  # Each service only for what it does in this account and region: that is what its condition says.
  dynamic "statement" {
    for_each = var.service_statements

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = [replace(statement.value.principal, "{region}", each.key)]
      }

      condition {
        test     = statement.value.condition.test
        variable = statement.value.condition.variable
        values = [replace(replace(replace(statement.value.condition.value,
        "{partition}", local.partition), "{region}", each.key), "{account}", local.account)]
      }
    }
  }
}
