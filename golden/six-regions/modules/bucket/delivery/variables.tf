variable "name" {
  description = "Prefix of every name."
  type        = string
  nullable    = false
}

variable "bucket" {
  description = "What the bucket is for, such as \"assets\"."
  type        = string
  nullable    = false
}

variable "distribution_arn" {
  description = "ARN of the CloudFront distribution."
  type        = string
  nullable    = false
}

variable "log_bucket_arn" {
  description = "ARN of the bucket that takes the access logs."
  type        = string
  nullable    = false
}
