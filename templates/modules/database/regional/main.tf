locals {
  # What the log exports and the parameters are called in each engine; the statements of schema changes are logged, and slow ones.
  engines = {
    aurora-postgresql = {
      port = 5432
      logs = ["postgresql"]
      parameters = {
        "log_min_duration_statement" = "1000"
        "log_statement"              = "ddl"
      }
      tls = { "rds.force_ssl" = "1" }

      # apg_write_forward.consistency_mode: what is published of its default differs, SESSION or off, and what is set to its default would
      # be planned for ever. Sessions may set it.
      forwarding = {}
    }

    aurora-mysql = {
      port = 3306
      logs = ["audit", "error", "slowquery"]
      parameters = {
        "long_query_time"      = "1"
        "server_audit_events"  = "CONNECT,QUERY_DCL,QUERY_DDL"
        "server_audit_logging" = "1"
        "slow_query_log"       = "1"
      }
      tls = { "require_secure_transport" = "ON" }

      # Empty by default, and "if you don't [set it], then Aurora doesn't forward writes" (Aurora user guide, Read consistency for write
      # forwarding). SESSION: who has written reads what they wrote.
      forwarding = { "aurora_replica_read_consistency" = "SESSION" }
    }
  }

  engine = local.engines[var.engine]

  # Later families demand TLS by themselves. AWS does not count a parameter that is set to its default as set, so the plan would
  # show it as new for ever.
  without_tls = ["aurora-mysql8.0", "aurora-postgresql14", "aurora-postgresql15", "aurora-postgresql16"]
  parameters = merge(
    local.engine.parameters,
    contains(local.without_tls, var.parameter_group_family) ? local.engine.tls : {},
    var.write_forwarding ? local.engine.forwarding : {},
  )

  # The days that each mode goes with: the free ones, and the only number that the advanced mode takes.
  insights_days = var.insights == "advanced" ? 465 : 7
}

# Only where the global database was born, and only this region's own copy of the secret.
ephemeral "aws_secretsmanager_secret_version" "master" {
  count    = var.origin == null ? 0 : 1
  provider = aws.ephemeral

  region    = var.region
  secret_id = var.origin.secret_arn
}

# One cluster among equals: which of them writes is decided at run time, and may change there without a word to Terraform. Only the
# first has a master user and a database to begin with; one that joins gets both by replication, and AWS refuses to be told them.
resource "aws_rds_cluster" "this" {
  #checkov:skip=CKV2_AWS_8:continuous backups with 35 days of recovery to any second
  #checkov:skip=CKV2_AWS_27:statements are logged by the parameters above
  #checkov:skip=CKV_AWS_326:a global database cannot be turned back
  region                              = var.region
  cluster_identifier                  = var.name
  global_cluster_identifier           = var.global_cluster_id
  source_region                       = var.source_region
  engine                              = var.engine
  engine_version                      = var.engine_version
  port                                = local.engine.port
  database_name                       = one(var.origin[*].database_name)
  master_username                     = one(var.origin[*].username)
  storage_encrypted                   = true
  kms_key_id                          = var.kms_key_arn
  db_subnet_group_name                = aws_db_subnet_group.this.name
  vpc_security_group_ids              = [aws_security_group.this.id]
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.this.name
  enable_global_write_forwarding      = var.write_forwarding
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = local.engine.logs
  backup_retention_period             = 35
  copy_tags_to_snapshot               = true
  delete_automated_backups            = false
  skip_final_snapshot                 = false
  deletion_protection                 = true

  # What an operator applies has to happen then, not at the next weekly window: a larger class most of all.
  apply_immediately = true

  # Named when the cluster is made: the snapshot outlives it, and the next cluster of this name needs another one.
  final_snapshot_identifier = "${var.name}-final-${formatdate("YYYYMMDDhhmmss", plantimestamp())}"

  # Read from the secret when the cluster is made, and kept in no state. The version never changes: the password is changed through
  # the secret and the database, by whoever holds it.
  master_password_wo = (
    var.origin == null
    ? null
    : jsondecode(ephemeral.aws_secretsmanager_secret_version.master[0].secret_string).password
  )

  master_password_wo_version = var.origin == null ? null : 1

  database_insights_mode                = var.insights
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.kms_key_arn
  performance_insights_retention_period = local.insights_days

  dynamic "serverlessv2_scaling_configuration" {
    for_each = var.serverless[*]

    content {
      min_capacity = serverlessv2_scaling_configuration.value.min
      max_capacity = serverlessv2_scaling_configuration.value.max
    }
  }

  # A large database takes hours to copy.
  timeouts {
    create = "6h"
    update = "6h"
  }

  # A switchover or failover makes another cluster the source and may detach this one; undoing that would promote or detach clusters
  # at random. Versions are set on the global database. The master user and the database appear on a cluster that has joined. The
  # region that it was copied from counts once, and an import does not know it.
  lifecycle {
    prevent_destroy = true

    ignore_changes = [
      database_name,
      engine_version,
      final_snapshot_identifier,
      global_cluster_identifier,
      master_username,
      replication_source_identifier,
      source_region,
    ]
  }

  # RDS would make log groups of its own, unencrypted and kept forever.
  depends_on = [aws_cloudwatch_log_group.this]
}

# Any of them may become the writer, so all are of the first tier, where serverless ones are kept as large as the writer. Without
# one the cluster is a copy of the data that waits: instances are added before it takes over.
resource "aws_rds_cluster_instance" "this" {
  #checkov:skip=CKV_AWS_226:versions are set on the global database, for all regions
  for_each = toset([for index in range(var.instances) : tostring(index + 1)])

  region                                = var.region
  identifier                            = "${var.name}-${each.key}"
  cluster_identifier                    = aws_rds_cluster.this.id
  engine                                = aws_rds_cluster.this.engine
  instance_class                        = var.instance_class
  apply_immediately                     = true
  promotion_tier                        = 1
  publicly_accessible                   = false
  auto_minor_version_upgrade            = false
  ca_cert_identifier                    = "rds-ca-rsa2048-g1"
  monitoring_interval                   = 60
  monitoring_role_arn                   = var.monitoring_role_arn
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.kms_key_arn
  performance_insights_retention_period = local.insights_days
}

resource "aws_db_subnet_group" "this" {
  region      = var.region
  name        = var.name
  description = "Subnets of ${var.name}"
  subnet_ids  = var.subnet_ids
}

# Named after the family: a new major version gets a new group before the old one goes.
resource "aws_rds_cluster_parameter_group" "this" {
  region      = var.region
  name        = "${var.name}-${replace(var.parameter_group_family, ".", "-")}"
  description = "Parameters of ${var.name}"
  family      = var.parameter_group_family

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name  = parameter.key
      value = parameter.value
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(local.engine.logs)

  region            = var.region
  name              = "/aws/rds/cluster/${var.name}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

# Who connects rules both ends of the connection. The database itself calls nobody.
resource "aws_security_group" "this" {
  region      = var.region
  name_prefix = "${var.name}-"
  description = "Database ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = var.name }

  # A group in use cannot be deleted: its successor must be in place first.
  lifecycle {
    create_before_destroy = true
  }
}
