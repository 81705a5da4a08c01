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

variable "domain" {
  description = "Name of the existing public hosted zone."
  type        = string
  nullable    = false
}

variable "host" {
  description = "Fully qualified name that users call, such as \"static.example.com\"."
  type        = string
  nullable    = false

  validation {
    condition     = endswith(var.host, ".${var.domain}")
    error_message = "The host must lie in the domain."
  }
}
