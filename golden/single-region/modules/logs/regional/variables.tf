variable "name" {
  description = "Prefix of every name."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.name) <= 23
    error_message = "A domain's name has at most 28 characters, five of which are ours."
  }
}

variable "region" {
  description = "Region whose logs are kept here."
  type        = string
  nullable    = false
}

variable "index" {
  description = "Prefix of the names of the indexes; the day follows."
  type        = string
  nullable    = false
}

variable "engine_version" {
  description = "Version that the domain is made with; later ones are left to people."
  type        = string
  nullable    = false
}

variable "instance_type" {
  description = "Instance type of the data nodes."
  type        = string
  nullable    = false
}

variable "data_nodes" {
  description = "Number of data nodes, the same in each zone."
  type        = number
  nullable    = false

  validation {
    condition     = var.data_nodes >= var.zones && var.data_nodes % var.zones == 0
    error_message = "The number of data nodes must be a multiple of the zones."
  }
}

variable "dedicated_master_type" {
  description = "Instance type of the three nodes that manage the cluster and hold no data."
  type        = string
  nullable    = false
}

variable "volume_gb" {
  description = "Volume of each data node in GiB."
  type        = number
  nullable    = false
}

variable "iops" {
  description = "Operations a second of each data node's volume: the least that OpenSearch accepts for its size."
  type        = number
  nullable    = false
}

variable "throughput" {
  description = "MiB a second of each data node's volume: the least that OpenSearch accepts for its size, which is more than EC2's."
  type        = number
  nullable    = false
}

variable "zones" {
  description = "Number of availability zones that the domain spans."
  type        = number
  nullable    = false

  validation {
    condition     = contains([2, 3], var.zones)
    error_message = "A domain spans two or three zones."
  }
}

variable "retention_days" {
  description = "Days that what could not be delivered, and the reports about it, are kept."
  type        = number
  nullable    = false
}

variable "vpc_id" {
  description = "ID of the region's VPC."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "IDs of the subnets for data stores, at least one in each zone that the domain spans."
  type        = list(string)
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the region's key, which encrypts the logs everywhere they rest."
  type        = string
  nullable    = false
}

variable "admin_role_arn" {
  description = "ARN of the role that administers the domain."
  type        = string
  nullable    = false
}

variable "firehose_role_arn" {
  description = "ARN of the role that delivers in this region."
  type        = string
  nullable    = false
}

variable "splitter_role_arn" {
  description = "ARN of the role of the function that hands log events of this region to Firehose."
  type        = string
  nullable    = false
}

variable "log_groups" {
  description = "Name of each service's log group, by service."
  type        = map(string)
  nullable    = false
}
