# What holds the clusters of all regions together; each cluster is in the state of its region. The engine version is set here and
# nowhere else: AWS upgrades the clusters one after the other. A new major version does so as well, at once and with downtime, and
# needs new parameter groups in every region: rehearse it on a copy.
resource "aws_rds_global_cluster" "this" {
  region                    = var.region
  global_cluster_identifier = var.name
  engine                    = var.engine
  engine_version            = var.engine_version
  database_name             = var.database_name
  storage_encrypted         = true
  deletion_protection       = true

  # Aurora MySQL has no such setting.
  engine_lifecycle_support = var.engine == "aurora-postgresql" ? "open-source-rds-extended-support-disabled" : null

  # Another version goes through the clusters one after the other.
  timeouts {
    update = "3h"
  }

  # AWS takes the database's name from whichever cluster writes, and a difference would replace everything.
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [database_name]
  }
}
