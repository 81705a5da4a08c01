variable "domain" {
  description = "Name of the existing public hosted zone."
  type        = string
  nullable    = false
}

variable "host" {
  description = "Fully qualified name that users call, such as \"api.example.com\"."
  type        = string
  nullable    = false

  validation {
    condition     = var.host == var.domain || endswith(var.host, ".${var.domain}")
    error_message = "The host must lie in the domain."
  }
}

variable "regions" {
  description = "Regions that answer for the host."
  type        = list(string)
  nullable    = false

  validation {
    condition     = contains(var.regions, var.home)
    error_message = "The home region must be one of the regions."
  }
}

variable "home" {
  description = "Region whose certificate the shared validation record is read from; every other would give the same record."
  type        = string
  nullable    = false
}
