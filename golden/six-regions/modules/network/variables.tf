variable "name" {
  description = "Prefix of every name."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the network."
  type        = string
  nullable    = false
}

variable "cidr" {
  description = "IPv4 range of the VPC, disjoint from the ranges of the other regions."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.cidr)) && contains(["16", "17", "18", "19"], element(split("/", var.cidr), 1))
    error_message = "The range must be an IPv4 block from /16 to /19: smaller, and a public subnet cannot hold a load balancer."
  }
}

variable "zones" {
  description = "Number of availability zones to spread over."
  type        = number
  nullable    = false

  validation {
    condition     = var.zones >= 2 && var.zones <= 6
    error_message = "A load balancer needs two zones, and the address plan has room for six."
  }
}

variable "public" {
  description = "Whether to create public subnets, for internet-facing load balancers."
  type        = bool
  nullable    = false
}

variable "data" {
  description = "Whether to create subnets for data stores, which have no way out."
  type        = bool
  nullable    = false
}

variable "egress" {
  description = "What private subnets reach: \"nat\" the internet through a NAT gateway, \"endpoints\" only AWS services with an endpoint."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["nat", "endpoints"], var.egress)
    error_message = "The egress must be \"nat\" or \"endpoints\"."
  }
}

variable "interface_endpoints" {
  description = "Services reached through an interface endpoint, by short name such as \"ecr.api\"."
  type        = set(string)
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that flow logs and access logs are kept."
  type        = number
  default     = 90
  nullable    = false
}
