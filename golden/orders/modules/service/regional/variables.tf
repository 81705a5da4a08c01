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

variable "region" {
  description = "Region that runs this copy of the service."
  type        = string
  nullable    = false
}

variable "cluster_name" {
  description = "Name of the region's ECS cluster."
  type        = string
  nullable    = false
}

variable "cluster_arn" {
  description = "ARN of the region's ECS cluster."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "ID of the region's VPC."
  type        = string
  nullable    = false
}

variable "task_subnet_ids" {
  description = "IDs of the private subnets that tasks run in."
  type        = list(string)
  nullable    = false
}

variable "load_balancer_subnet_ids" {
  description = "IDs of the subnets of the load balancer: private when it is internal, else public."
  type        = list(string)
  nullable    = false
}

variable "internal" {
  description = "Whether the load balancer has private addresses only, because Global Accelerator stands before it."
  type        = bool
  nullable    = false
}

variable "egress_prefix_list_ids" {
  description = "IDs of the prefix lists (S3, DynamoDB) that tasks may call over HTTPS."
  type        = list(string)
  nullable    = false
}

variable "egress_cidrs" {
  description = "IPv4 ranges that tasks may call over HTTPS: any with a NAT gateway, the VPC's own with endpoints only."
  type        = list(string)
  nullable    = false
}

variable "log_bucket" {
  description = "Name of the region's bucket for access logs."
  type        = string
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the region's key, which encrypts the service's logs."
  type        = string
  nullable    = false
}

variable "certificate_arn" {
  description = "ARN of the region's certificate for the public host name."
  type        = string
  nullable    = false
}

variable "repository_urls" {
  description = "URL of each repository in this region, by repository."
  type        = map(string)
  nullable    = false
}

variable "repository" {
  description = "Repository that holds the service's image."
  type        = string
  nullable    = false
}

variable "image_reference" {
  description = "What follows the repository's URL: \":<tag>\" or \"@sha256:<digest>\"."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(:[A-Za-z0-9_][A-Za-z0-9_.-]*|@sha256:[0-9a-f]{64})$", var.image_reference))
    error_message = "The reference is \":\" and a tag, or \"@sha256:\" and a digest."
  }
}

variable "cpu" {
  description = "CPU units of a task; 1024 are one vCPU."
  type        = number
  nullable    = false
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number
  nullable    = false
}

variable "port" {
  description = "Port that the container listens on."
  type        = number
  nullable    = false
}

variable "health_path" {
  description = "Path of the health check, which looks at the process and its local dependencies only."
  type        = string
  nullable    = false
}

variable "starts_in" {
  description = "Seconds that a task may take until it answers its health check."
  type        = number
  nullable    = false
}

variable "client_keep_alive" {
  description = "Seconds after which the load balancer closes a client's connection: for so long clients stay in a region that they are no longer sent to."
  type        = number
  nullable    = false
}

variable "scale_on" {
  description = "Metrics that the number of tasks follows, with their targets: cpu and memory in per cent, requests a minute for each task."
  type        = map(number)
  nullable    = false

  validation {
    condition     = length(var.scale_on) > 0 && length(setsubtract(keys(var.scale_on), ["cpu", "memory", "requests"])) == 0
    error_message = "At least one of cpu, memory and requests."
  }
}

variable "released_elsewhere" {
  description = "Whether a pipeline registers the task definitions that run; Terraform then makes the first and leaves the service's alone."
  type        = bool
  nullable    = false
}

variable "architecture" {
  description = "CPU architecture that the image is built for: ARM64 or X86_64."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["ARM64", "X86_64"], var.architecture)
    error_message = "The architecture is ARM64 or X86_64."
  }
}

variable "min_tasks" {
  description = "Tasks that always run; 0 in a region that waits to be activated."
  type        = number
  nullable    = false
}

variable "max_tasks" {
  description = "Tasks that autoscaling may reach."
  type        = number
  nullable    = false

  validation {
    condition     = var.max_tasks >= var.min_tasks
    error_message = "The maximum must not be below the minimum."
  }
}

variable "execution_role_arn" {
  description = "ARN of the role that starts tasks in this region."
  type        = string
  nullable    = false
}

variable "task_role_arn" {
  description = "ARN of the role that tasks run as in this region."
  type        = string
  nullable    = false
}

variable "environment" {
  description = "Environment of the container; never secrets, for it is readable in the console and in the state."
  type        = map(string)
  nullable    = false
}

variable "endpoints" {
  description = "Host name of every region's copy, by region, where they have one; the task finds it as JSON in TOPOLOGY_ENDPOINTS."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that the service's logs are kept."
  type        = number
  default     = 365
  nullable    = false
}

variable "connections" {
  description = "Security groups in this network that the tasks connect to, and the TCP port, by what they are for."
  type        = map(object({ security_group_id = string, port = number }))
  nullable    = false
}

variable "web_acl_arn" {
  description = "ARN of the web ACL in front of the load balancer."
  type        = string
  nullable    = false
}
