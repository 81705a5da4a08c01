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

variable "alarms" {
  description = "Alarms by name; the value is the metric, less `minus` (same dimensions), or the sum over the values of one more dimension."
  type = map(object({
    description = string
    namespace   = string
    metric      = string
    statistic   = string
    dimensions  = map(string)
    minus       = optional(string)
    sum_over    = optional(object({ dimension = string, values = list(string) }))
    comparison  = string
    threshold   = number
    minutes     = number
    missing     = string
  }))
  nullable = false

  validation {
    condition     = alltrue([for alarm in values(var.alarms) : alarm.minus == null || alarm.sum_over == null])
    error_message = "An alarm's value is a difference or a sum, not both."
  }

  # CloudWatch takes ten metrics in one alarm.
  validation {
    condition     = alltrue([for alarm in values(var.alarms) : alarm.sum_over == null ? true : length(alarm.sum_over.values) <= 10])
    error_message = "A sum is over ten values at most."
  }

  validation {
    condition     = alltrue([for alarm in values(var.alarms) : contains(["breaching", "notBreaching", "ignore", "missing", "zero"], alarm.missing)])
    error_message = "Missing data is breaching, notBreaching, ignore, missing or zero."
  }

  # An alarm on a metric of DynamoDB stays as it is while there is no data, whatever it says about that: it would never end.
  validation {
    condition     = alltrue([for alarm in values(var.alarms) : alarm.namespace != "AWS/DynamoDB" || alarm.missing == "zero"])
    error_message = "Missing data of DynamoDB's metrics is zero."
  }
}
