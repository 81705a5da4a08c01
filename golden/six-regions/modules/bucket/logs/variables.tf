variable "name" {
  description = "Prefix of every name."
  type        = string
  nullable    = false
}

variable "regions" {
  description = "Regions that have buckets; each gets a log bucket."
  type        = list(string)
  nullable    = false
}

variable "cloudfront_logs_region" {
  description = "Region whose log bucket also takes CloudFront's access logs; null for none."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "Days that access logs are kept."
  type        = number
  default     = 90
  nullable    = false
}
