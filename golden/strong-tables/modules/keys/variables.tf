variable "name" {
  description = "Prefix of every name; the alias of each key is alias/<name>."
  type        = string
  nullable    = false
}

variable "regions" {
  description = "Regions that get a key of their own."
  type        = list(string)
  nullable    = false
}

variable "log_groups" {
  description = "Whether CloudWatch Logs may encrypt log groups with the keys."
  type        = bool
  nullable    = false
}
