locals {
  # Eventually consistent replication reads the stream, and needs both images in it.
  stream = var.stream || (var.consistency == "EVENTUAL" && length(var.replicas) > 0)

  # Units per second that were asked for, and what the table takes by now.
  wanted = {
    for key, units in { reads = try(var.warm_throughput.reads, null), writes = try(var.warm_throughput.writes, null) } : key => units
    if units != null
  }
  takes = {
    reads  = one(aws_dynamodb_table.this.warm_throughput[*].read_units_per_second)
    writes = one(aws_dynamodb_table.this.warm_throughput[*].write_units_per_second)
  }
}

resource "aws_dynamodb_table" "this" {
  region                      = var.region
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = var.hash_key
  range_key                   = var.range_key
  stream_enabled              = local.stream
  stream_view_type            = local.stream ? "NEW_AND_OLD_IMAGES" : null
  deletion_protection_enabled = true

  dynamic "attribute" {
    for_each = var.attributes

    content {
      name = attribute.key
      type = attribute.value
    }
  }

  # Not warmed: a number here would be planned as a reduction, which AWS refuses, once DynamoDB has raised it by itself, and nothing can
  # be ignored of one index alone.
  dynamic "global_secondary_index" {
    for_each = var.indexes

    content {
      name               = global_secondary_index.key
      projection_type    = global_secondary_index.value.projection
      non_key_attributes = global_secondary_index.value.attributes

      key_schema {
        attribute_name = global_secondary_index.value.hash_key
        key_type       = "HASH"
      }

      dynamic "key_schema" {
        for_each = global_secondary_index.value.range_key[*]

        content {
          attribute_name = key_schema.value
          key_type       = "RANGE"
        }
      }
    }
  }

  dynamic "ttl" {
    for_each = var.ttl[*]

    content {
      enabled        = true
      attribute_name = ttl.value
    }
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }

  dynamic "warm_throughput" {
    for_each = var.warm_throughput[*]

    content {
      read_units_per_second  = warm_throughput.value.reads
      write_units_per_second = warm_throughput.value.writes
    }
  }

  # Recovery, deletion protection and tags do not follow from the table: DynamoDB keeps them per replica. Another key takes a new
  # replica, which AWS refuses while this one is protected; the consistency of a table never changes.
  dynamic "replica" {
    for_each = var.replicas

    content {
      region_name                 = replica.key
      kms_key_arn                 = replica.value.kms_key_arn
      consistency_mode            = var.consistency
      point_in_time_recovery      = true
      deletion_protection_enabled = true
      propagate_tags              = true
    }
  }

  dynamic "global_table_witness" {
    for_each = var.witness[*]

    content {
      region_name = global_table_witness.value
    }
  }

  # Replicas are made one after the other, and a large table takes hours to copy.
  timeouts {
    create = "2h"
    update = "6h"
  }

  # DynamoDB raises the warm throughput of a busy table by itself, and refuses to lower it: to hold it to what was asked for
  # would fail every later plan.
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [warm_throughput]
  }
}

# Only a warning: a table that exists is warmed by hand.
check "warm_throughput" {
  assert {
    condition     = alltrue([for key, units in local.wanted : coalesce(local.takes[key], 0) >= units])
    error_message = "${var.name} takes less at once than was asked for: aws dynamodb update-table --region ${var.region} --table-name ${var.name} --warm-throughput ${join(",", [for key, units in local.wanted : "${title(trimsuffix(key, "s"))}UnitsPerSecond=${units}"])}"
  }
}
