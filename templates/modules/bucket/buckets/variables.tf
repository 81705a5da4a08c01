variable "name" {
  description = "Prefix of every name."
  type        = string
  nullable    = false
}

variable "bucket" {
  description = "What the bucket is for, such as \"assets\"; each region's bucket is <name>-<bucket>-<region>-<account id>."
  type        = string
  nullable    = false
}

variable "regions" {
  description = "Regions that have a bucket."
  type        = list(string)
  nullable    = false
}

variable "sources" {
  description = "Regions where objects are uploaded; each is replicated to all other regions."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.sources) > 0 && length(setsubtract(var.sources, var.regions)) == 0
    error_message = "At least one region is a source, and every source is one of the regions."
  }
}

variable "replication_role_arn" {
  description = "ARN of the role that S3 replicates with; null for a single region."
  type        = string
  default     = null

  validation {
    condition     = (var.replication_role_arn == null) == (length(var.regions) == 1)
    error_message = "Several regions take a replication role, a single one takes none."
  }
}

variable "replication_time_control" {
  description = "Whether S3 undertakes to replicate within 15 minutes, at a price."
  type        = bool
  nullable    = false
}

variable "kms_key_arns" {
  description = "ARN of the key that encrypts the bucket, by region."
  type        = map(string)
  nullable    = false
}

variable "log_buckets" {
  description = "Name of the bucket that takes access logs, by region."
  type        = map(string)
  nullable    = false
}

variable "cdn" {
  description = "Whether CloudFront distributions of this account may read the buckets."
  type        = bool
  nullable    = false
}

variable "cors_origins" {
  description = "Origins whose pages may read objects, and store them with signed requests; none for no such pages."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "old_version_days" {
  description = "Days that overwritten and deleted objects can be brought back."
  type        = number
  default     = 90
  nullable    = false
}
