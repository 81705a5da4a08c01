data "aws_caller_identity" "current" {}

locals {
  # Each alarm of a group with each of its signals, in each direction.
  alarms = merge(flatten([
    for group in values(var.watched) : [
      for ends in setproduct(coalescelist(group.from, [""]), coalescelist(group.to, [""])) : [
        for name, alarm in group.alarms : {
          for signal, says in group.signals :
          replace(replace(replace(name, "{signal}", signal), "{from}", ends[0]), "{to}", ends[1]) => merge(says, {
            sum_over  = alarm.sum_over == null ? says.sum_over : alarm.sum_over
            threshold = alarm.threshold == null ? says.threshold : alarm.threshold
            dimensions = {
              for dimension, value in alarm.dimensions : dimension =>
              replace(replace(replace(value, "{from}", ends[0]), "{to}", ends[1]), "{account}", data.aws_caller_identity.current.account_id)
            }
          })
        }
      ]
    ]
  ])...)

  # The metrics that make up each alarm's value: one, two of which the second is taken off, or one per value of a dimension.
  metrics = {
    for name, alarm in local.alarms : name => concat(
      [for metric in concat(alarm.sum_over == null ? [alarm.metric] : [], alarm.minus[*]) : {
        name       = metric
        dimensions = alarm.dimensions
      }],
      [for value in alarm.sum_over == null ? [] : alarm.sum_over.values : {
        name       = alarm.metric
        dimensions = merge(alarm.dimensions, { (alarm.sum_over.dimension) = value })
      }],
    )
  }

  # What is compared with the threshold, where that is not the metric as it is.
  values = {
    for name, alarm in local.alarms : name => (
      alarm.minus != null ? (alarm.missing == "zero" ? "FILL(m1, 0) - FILL(m2, 0)" : "m1 - m2") :
      length(local.metrics[name]) > 1 ? (alarm.missing == "zero" ? "SUM(FILL(METRICS(), 0))" : "SUM(METRICS())") :
      alarm.missing == "zero" ? "FILL(m1, 0)" : null
    )
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  region              = var.region
  alarm_name          = "${var.name}/${each.key}"
  alarm_description   = each.value.description
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  # Metrics come late, so the last minutes of one that is filled look like zero until it is there.
  evaluation_periods  = each.value.missing == "zero" ? each.value.minutes + 2 : each.value.minutes
  datapoints_to_alarm = each.value.minutes
  treat_missing_data  = each.value.missing == "zero" ? "notBreaching" : each.value.missing
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]

  dynamic "metric_query" {
    for_each = local.metrics[each.key]

    content {
      id          = "m${metric_query.key + 1}"
      return_data = local.values[each.key] == null

      metric {
        namespace   = each.value.namespace
        metric_name = metric_query.value.name
        dimensions  = metric_query.value.dimensions
        stat        = each.value.statistic
        period      = 60
      }
    }
  }

  dynamic "metric_query" {
    for_each = local.values[each.key][*]

    content {
      id          = "value"
      label       = each.key
      expression  = metric_query.value
      return_data = true
    }
  }
}
