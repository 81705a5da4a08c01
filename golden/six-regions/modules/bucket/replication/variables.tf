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
  description = "Regions that have a bucket; at least two."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.regions) > 1
    error_message = "Replication takes at least two regions."
  }
}

variable "sources" {
  description = "Regions whose bucket is replicated to all others."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.sources) > 0 && length(setsubtract(var.sources, var.regions)) == 0
    error_message = "At least one region is a source, and every source is one of the regions."
  }
}

variable "kms_key_arns" {
  description = "ARN of the key that encrypts the bucket, by region."
  type        = map(string)
  nullable    = false
}
