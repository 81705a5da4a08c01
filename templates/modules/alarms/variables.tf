variable "name" {
  description = "Prefix of every alarm's name."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the alarms; a metric can be watched in its own region only."
  type        = string
  nullable    = false
}

variable "topic_arn" {
  description = "ARN of the topic, in the same region, that every alarm and its end is sent to."
  type        = string
  nullable    = false
}

variable "watched" {
  description = "What is watched, in groups: `signals` is what all of a group have in common, `alarms` what each looks at; in its name, {signal} stands for that of the signal. There is an alarm for each pair of regions that {from} and {to} stand for. The value is the metric, less `minus` (same dimensions), or the sum over the values of one more dimension."
  type = map(object({
    signals = map(object({
      description = string
      namespace   = string
      metric      = string
      statistic   = string
      minus       = optional(string)
      sum_over    = optional(object({ dimension = string, values = list(string) }))
      comparison  = string
      threshold   = optional(number)
      minutes     = number
      missing     = string
    }))
    from = optional(list(string), [])
    to   = optional(list(string), [])
    alarms = map(object({
      dimensions = map(string)
      sum_over   = optional(object({ dimension = string, values = list(string) }))
      threshold  = optional(number)
    }))
  }))
  nullable = false

  validation {
    condition = alltrue(flatten([
      for group in values(var.watched) : [
        for signal in values(group.signals) : [
          for alarm in values(group.alarms) : (signal.threshold == null) != (alarm.threshold == null)
        ]
      ]
    ]))
    error_message = "A threshold is either the signal's or the alarm's."
  }

  validation {
    condition = alltrue(flatten([
      for group in values(var.watched) : [
        for signal in values(group.signals) : [
          for alarm in values(group.alarms) : length([for way in [signal.minus, signal.sum_over, alarm.sum_over] : way if way != null]) <= 1
        ]
      ]
    ]))
    error_message = "An alarm's value is a difference or a sum, not both, and the sum is either the signal's or the alarm's."
  }

  # CloudWatch takes ten metrics in one alarm.
  validation {
    condition = alltrue(flatten([
      for group in values(var.watched) : [
        for one in concat(values(group.signals), values(group.alarms)) : one.sum_over == null ? true : length(one.sum_over.values) <= 10
      ]
    ]))
    error_message = "A sum is over ten values at most."
  }

  validation {
    condition = alltrue(flatten([
      for group in values(var.watched) : [
        for signal in values(group.signals) : contains(["breaching", "notBreaching", "ignore", "missing", "zero"], signal.missing)
      ]
    ]))
    error_message = "Missing data is breaching, notBreaching, ignore, missing or zero."
  }

  # An alarm on a metric of DynamoDB stays as it is while there is no data, whatever it says about that: it would never end.
  validation {
    condition = alltrue(flatten([
      for group in values(var.watched) : [
        for signal in values(group.signals) : signal.namespace != "AWS/DynamoDB" || signal.missing == "zero"
      ]
    ]))
    error_message = "Missing data of DynamoDB's metrics is zero."
  }
}
