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

variable "routing" {
  description = "How Route 53 picks a region: \"latency\" to the user, or \"weighted\"."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["latency", "weighted"], var.routing)
    error_message = "The routing is \"latency\" or \"weighted\"."
  }
}

variable "endpoints" {
  description = "Load balancer of each region; without a weight no user is sent there, with weight 0 only once all others are unhealthy."
  type = map(object({
    dns_name = string
    zone_id  = string
    weight   = optional(number)
  }))
  nullable = false

  validation {
    condition     = anytrue([for endpoint in values(var.endpoints) : endpoint.weight != null])
    error_message = "At least one endpoint needs a weight, or the host would lead nowhere."
  }

  validation {
    condition     = var.routing == "weighted" || alltrue([for endpoint in values(var.endpoints) : endpoint.weight != 0])
    error_message = "Latency routing cannot hold a region in reserve: route by weight for a weight of 0, or leave it out."
  }
}

variable "regional_hosts" {
  description = "Host name that reaches one region only, by region: one for each endpoint."
  type        = map(string)
  nullable    = false

  validation {
    condition     = toset(keys(var.regional_hosts)) == toset(keys(var.endpoints))
    error_message = "Every endpoint needs exactly one regional host."
  }
}

variable "health_path" {
  description = "Path of the health check, which looks at one region's own dependencies only."
  type        = string
  nullable    = false
}
