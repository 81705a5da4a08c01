resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:the topology says how long logs are kept
  region                      = var.region
  name                        = "/${var.name}/${var.service}"
  retention_in_days           = var.log_retention_days
  kms_key_id                  = var.kms_key_arn
  deletion_protection_enabled = true
}
