# People sign in through IAM Identity Center. Without a connection to a VPC, because a workspace has at most one and the regions are
# many: CloudWatch is read in all of them through its public endpoints.
resource "aws_grafana_workspace" "this" {
  region                   = var.region
  name                     = var.name
  description              = "Dashboards of ${var.name}"
  account_access_type      = "CURRENT_ACCOUNT"
  authentication_providers = ["AWS_SSO"]
  permission_type          = "CUSTOMER_MANAGED"
  role_arn                 = var.role_arn
  data_sources             = var.data_sources
  grafana_version          = var.grafana_version
  kms_key_id               = var.kms_key_arn

  # The plugins of most data sources are installed by the workspace's administrators.
  configuration = jsonencode({
    plugins         = { pluginAdminEnabled = true }
    unifiedAlerting = { enabled = true }
  })

  # Upgrades go one way and are somebody's decision: asking for an earlier version than the running one is refused.
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [grafana_version]
  }
}
