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

variable "host" {
  description = "Fully qualified name that users call, such as \"static.example.com\"."
  type        = string
  nullable    = false
}

variable "zone_id" {
  description = "ID of the public hosted zone that holds the host."
  type        = string
  nullable    = false
}

variable "certificate_arn" {
  description = "ARN of the host's certificate."
  type        = string
  nullable    = false
}

variable "web_acl_arn" {
  description = "ARN of the web ACL."
  type        = string
  nullable    = false
}

variable "origins" {
  description = "Region and domain name of one or two buckets, in the order in which they are asked."
  type = list(object({
    region      = string
    domain_name = string
  }))
  nullable = false

  validation {
    condition     = contains([1, 2], length(var.origins))
    error_message = "CloudFront asks one or two origins."
  }
}

variable "cors_origins" {
  description = "Origins whose pages may read objects; none for no such pages."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "error_page" {
  description = "Path of the object that stands in for one that is missing, and the status it comes with; null for the bucket's own error."
  type        = object({ path = string, status = number })
  default     = null

  validation {
    condition     = var.error_page == null || try(contains([200, 404], var.error_page.status), false)
    error_message = "The status of an error page is 200 or 404."
  }
}

variable "failover_status_codes" {
  description = "Answers of the first bucket on which the second is asked; with 404 where objects are uploaded to either."
  type        = list(number)
  nullable    = false

  validation {
    condition     = !contains(var.failover_status_codes, 403)
    error_message = "403 is a fault of permissions, which the other region must not hide."
  }
}
