variable "name" {
  description = "Prefix of every name."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the workspace."
  type        = string
  nullable    = false
}

variable "search" {
  description = "Whether there are log domains to search."
  type        = bool
  nullable    = false
}
