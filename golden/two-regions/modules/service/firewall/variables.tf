variable "name" {
  description = "Prefix of every name."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the load balancers."
  type        = string
  nullable    = false
}

variable "rate_limit" {
  description = "Requests in five minutes after which an address is refused for a while."
  type        = number
  nullable    = false
}

variable "takes_forwarded_writes" {
  description = "Whether tasks of other regions forward writes to this region's own host name."
  type        = bool
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the region's key, which encrypts the logs."
  type        = string
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that logs of refused requests are kept."
  type        = number
  default     = 365
  nullable    = false
}
