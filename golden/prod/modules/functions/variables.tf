variable "name" {
  description = "Prefix of every name; the parameters are /<name>/functions/<function>/reserved-concurrency."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the parameters, and of the functions that read them."
  type        = string
  nullable    = false
}

variable "reserved_concurrency" {
  description = "Concurrent executions that each function should reserve in this region."
  type        = map(number)
  nullable    = false
}
