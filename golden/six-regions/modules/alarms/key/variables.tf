variable "name" {
  description = "What the key is for; its alias is alias/<name>."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the key."
  type        = string
  nullable    = false
}
