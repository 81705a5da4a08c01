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

variable "service_statements" {
  description = "AWS services that use the keys themselves, by statement id; {partition}, {region} and {account} stand for those of the key."
  type = map(object({
    principal = string
    actions   = list(string)
    condition = object({ test = string, variable = string, value = string })
  }))
  nullable = false
}
