# A replica is not replicated again, so every source has a rule for every other region. Objects from before a rule are not copied:
# after adding a region, run S3 Batch Replication once (README).
resource "aws_s3_bucket_replication_configuration" "this" {
  for_each = toset(length(var.regions) > 1 ? var.sources : [])

  region = each.key
  bucket = aws_s3_bucket.this[each.key].id
  role   = var.replication_role_arn

  dynamic "rule" {
    for_each = [for region in var.regions : region if region != each.key]

    content {
      id = "to-${rule.value}"
      # From the place in the list: a region that is appended leaves the other rules as they are.
      priority = index(var.regions, rule.value) + 1
      status   = "Enabled"

      filter {}

      delete_marker_replication {
        status = "Enabled"
      }

      source_selection_criteria {
        sse_kms_encrypted_objects {
          status = "Enabled"
        }

        # Tags that change on a replica go back to where the object came from.
        replica_modifications {
          status = contains(var.sources, rule.value) ? "Enabled" : "Disabled"
        }
      }

      destination {
        bucket        = aws_s3_bucket.this[rule.value].arn
        storage_class = "STANDARD"

        encryption_configuration {
          replica_kms_key_id = var.kms_key_arns[rule.value]
        }

        dynamic "replication_time" {
          for_each = var.replication_time_control ? [15] : []

          content {
            status = "Enabled"

            time {
              minutes = replication_time.value
            }
          }
        }

        # Always: without them nobody sees that replication fails or falls behind.
        metrics {
          status = "Enabled"

          dynamic "event_threshold" {
            for_each = var.replication_time_control ? [15] : []

            content {
              minutes = event_threshold.value
            }
          }
        }
      }
    }
  }

  # S3 wants versions at both ends before it accepts a rule.
  depends_on = [aws_s3_bucket_versioning.this]
}
