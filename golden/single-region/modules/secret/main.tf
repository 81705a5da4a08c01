data "aws_caller_identity" "current" {}

# A replica that someone promoted in an emergency stands alone, with a value of its own: the next apply is then refused by AWS, for
# overwriting it stays off (force_overwrite_replica_secret).
resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV2_AWS_57:rotation takes a function that knows what the secret opens; whoever has one names it
  region                  = var.region
  name                    = var.name
  description             = var.description
  kms_key_id              = var.kms_key_arns[var.region]
  recovery_window_in_days = 30

  dynamic "replica" {
    for_each = { for region, key in var.kms_key_arns : region => key if region != var.region }

    content {
      region     = replica.key
      kms_key_id = replica.value
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

ephemeral "aws_secretsmanager_random_password" "this" {
  provider = aws.ephemeral

  region              = var.region
  password_length     = 32
  exclude_punctuation = true
}

# The first value, written once and kept in no state and no plan. Whoever owns the secret replaces it, or rotation does: the version
# below never changes, so Terraform never writes again. The label of its own matters: Secrets Manager deletes old versions that have
# none, and a version that is gone would be made anew, over the value in use.
resource "aws_secretsmanager_secret_version" "this" {
  region    = var.region
  secret_id = aws_secretsmanager_secret.this.id

  secret_string_wo = (
    var.login == null
    ? ephemeral.aws_secretsmanager_random_password.this.random_password
    : jsonencode(merge(var.login, { password = ephemeral.aws_secretsmanager_random_password.this.random_password }))
  )

  secret_string_wo_version = 1
  version_stages           = ["AWSCURRENT", "INITIAL"]

  # AWSCURRENT moves on to the owner's value, and must not be taken back.
  lifecycle {
    ignore_changes = [version_stages]
  }
}

# Not at once: the first value has to be the right one before there is anything to rotate.
resource "aws_secretsmanager_secret_rotation" "this" {
  #checkov:skip=CKV_AWS_304:how often is for the owner of the secret to say
  for_each = var.rotation == null ? {} : { this = var.rotation }

  region              = var.region
  secret_id           = aws_secretsmanager_secret_version.this.secret_id
  rotation_lambda_arn = each.value.function_arn
  rotate_immediately  = false

  rotation_rules {
    automatically_after_days = each.value.days
  }
}

# Secrets Manager copies it to every replica, later changes of it too, and refuses a replica one of its own.
resource "aws_secretsmanager_secret_policy" "this" {
  region              = var.region
  secret_arn          = aws_secretsmanager_secret_version.this.secret_id
  policy              = data.aws_iam_policy_document.this.json
  block_public_policy = true
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "OnlyEncrypted"
    effect    = "Deny"
    actions   = ["secretsmanager:*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  # AWS services that act for themselves belong to no account.
  statement {
    sid       = "OnlyThisAccount"
    effect    = "Deny"
    actions   = ["secretsmanager:*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }

    condition {
      test     = "Bool"
      variable = "aws:PrincipalIsAWSService"
      values   = ["false"]
    }
  }
}
