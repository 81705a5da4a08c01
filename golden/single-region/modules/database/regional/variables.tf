variable "name" {
  description = "Identifier of the region's cluster; its instances add a number to it."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the cluster."
  type        = string
  nullable    = false
}

variable "engine" {
  description = "aurora-postgresql or aurora-mysql."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["aurora-postgresql", "aurora-mysql"], var.engine)
    error_message = "The engine is aurora-postgresql or aurora-mysql."
  }
}

variable "engine_version" {
  description = "Version of the engine when the cluster is made; later it follows the global database."
  type        = string
  nullable    = false
}

variable "parameter_group_family" {
  description = "Family of the engine's parameters, such as \"aurora-postgresql17\"."
  type        = string
  nullable    = false
}

variable "global_cluster_id" {
  description = "Identifier of the global database that the cluster is made in."
  type        = string
  nullable    = false
}

variable "origin" {
  description = "What the global database begins with, in the region where it is born; null in a region that joins."
  type        = object({ database_name = string, username = string, secret_arn = string })
  default     = null
}

variable "source_region" {
  description = "Region that a joining cluster is first copied from; null where the global database is born."
  type        = string
  default     = null

  validation {
    condition     = (var.source_region == null) != (var.origin == null)
    error_message = "A cluster either begins a global database or joins one."
  }
}

variable "write_forwarding" {
  description = "Whether the cluster sends writes on to the cluster that writes; the same in every region."
  type        = bool
  nullable    = false
}

variable "instances" {
  description = "Number of instances; 0 keeps a copy of the data that nothing can connect to."
  type        = number
  nullable    = false

  validation {
    condition     = var.instances >= 0 && var.instances <= 16
    error_message = "A cluster has up to 16 instances."
  }

  validation {
    condition     = var.instances > 0 || var.origin == null
    error_message = "Where the global database is born at least one instance is needed: the other regions copy from it."
  }
}

variable "instance_class" {
  description = "Class of the instances, such as \"db.r8g.large\"; \"db.serverless\" with a serverless capacity."
  type        = string
  nullable    = false

  validation {
    condition     = (var.instance_class == "db.serverless") == (var.serverless != null)
    error_message = "A serverless capacity and the class \"db.serverless\" belong together."
  }
}

variable "serverless" {
  description = "Least and most capacity units of an instance, 2 GiB of memory each; null for instances of a fixed size."
  type        = object({ min = number, max = number })
  default     = null

  validation {
    condition     = var.serverless == null || try(var.serverless.min <= var.serverless.max, false)
    error_message = "The least capacity must not be above the most."
  }
}

variable "insights" {
  description = "Mode of Database Insights: \"standard\" is free and keeps 7 days, \"advanced\" is billed by size and keeps 15 months."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["standard", "advanced"], var.insights)
    error_message = "The mode is standard or advanced."
  }
}

variable "vpc_id" {
  description = "ID of the region's VPC."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "IDs of the region's subnets for data stores."
  type        = list(string)
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the region's key, which encrypts the storage, the backups, the logs and the statistics."
  type        = string
  nullable    = false
}

variable "monitoring_role_arn" {
  description = "ARN of the role that writes the instances' operating-system metrics."
  type        = string
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that the database's logs are kept."
  type        = number
  default     = 365
  nullable    = false
}
