variable "name" {
  description = "Name of the topology."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region that is told."
  type        = string
  nullable    = false
}

variable "writer" {
  description = "Region that writes to begin with; what the parameter says later is not Terraform's."
  type        = string
  nullable    = false
}
