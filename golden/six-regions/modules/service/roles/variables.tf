variable "name" {
  description = "Prefix of every name."
  type        = string
  nullable    = false
}

variable "service" {
  description = "Name of the service."
  type        = string
  nullable    = false
}

variable "regions" {
  description = "Regions that run the service; each gets its own pair of roles."
  type        = list(string)
  nullable    = false
}

variable "repository" {
  description = "Repository that holds the service's image."
  type        = string
  nullable    = false
}

variable "kms_key_arns" {
  description = "ARN of the key that encrypts the service's data, by region."
  type        = map(string)
  nullable    = false
}

variable "key_services" {
  description = "AWS services, such as \"dynamodb\", through which the task may use its region's key; empty when it uses none."
  type        = list(string)
  nullable    = false
}

variable "grants" {
  description = "What the task may do, by what it is for, in all regions or some; in an ARN, {partition}, {region} and {account} stand for those of the role."
  type = map(object({
    actions   = list(string)
    resources = list(string)
    regions   = optional(list(string))
  }))
  nullable = false
}
