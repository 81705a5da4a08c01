variable "name" {
  description = "Name of the accelerator, such as \"shop-prod-api\"."
  type        = string
  nullable    = false
}

variable "host" {
  description = "Fully qualified name that users call."
  type        = string
  nullable    = false
}

variable "zone_id" {
  description = "ID of the public hosted zone that holds the host."
  type        = string
  nullable    = false
}

variable "client_affinity" {
  description = "NONE, or SOURCE_IP to keep a client's connections on one region's load balancer."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["NONE", "SOURCE_IP"], var.client_affinity)
    error_message = "The client affinity is NONE or SOURCE_IP."
  }
}

variable "endpoints" {
  description = "Load balancer of each region; weight 0 keeps it out even of failover, dial 0 (its value at creation) leaves it to failover alone."
  type = map(object({
    load_balancer_arn = string
    weight            = number
    dial              = optional(number, 100)
  }))
  nullable = false
}

variable "log_bucket" {
  description = "Name of the bucket that takes the flow logs."
  type        = string
  nullable    = false
}

variable "regional_hosts" {
  description = "Host name that reaches one region only, by region; empty where no peer calls one region in particular."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.regional_hosts), keys(var.endpoints))) == 0
    error_message = "Every regional host needs the endpoint of its region."
  }
}
