variable "name" {
  description = "Prefix of every name."
  type        = string
  nullable    = false
}

variable "regions" {
  description = "Regions that have log domains; each gets its own pair of roles."
  type        = list(string)
  nullable    = false
}

variable "index" {
  description = "Prefix of the names of the indexes that hold the logs."
  type        = string
  nullable    = false
}

variable "kms_key_arns" {
  description = "ARN of the key that encrypts what could not be delivered, by region."
  type        = map(string)
  nullable    = false
}

variable "create_service_linked_role" {
  description = "Whether to create OpenSearch's service-linked role, of which the account has one."
  type        = bool
  nullable    = false
}
