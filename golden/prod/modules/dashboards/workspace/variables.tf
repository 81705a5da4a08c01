variable "name" {
  description = "Name of the workspace."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the workspace."
  type        = string
  nullable    = false
}

variable "role_arn" {
  description = "ARN of the role that the workspace reads with."
  type        = string
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the key, of the same region, that encrypts the workspace."
  type        = string
  nullable    = false
}

variable "grafana_version" {
  description = "Version that the workspace is made with; later ones are left to people."
  type        = string
  nullable    = false
}

variable "data_sources" {
  description = "Kinds of data sources that the role lets the workspace read, sorted."
  type        = list(string)
  nullable    = false
}
