variable "name" {
  description = "Full name of the table, the same in every region."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region where the table was born and from which it is managed; it cannot change."
  type        = string
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the table in that region."
  type        = string
  nullable    = false
}

variable "hash_key" {
  description = "Attribute that is the partition key."
  type        = string
  nullable    = false
}

variable "range_key" {
  description = "Attribute that is the sort key; null for none."
  type        = string
  default     = null
}

variable "attributes" {
  description = "Type (S, N or B) of every attribute that is a key of the table or of an index, and of no other."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for type in values(var.attributes) : contains(["S", "N", "B"], type)])
    error_message = "The type of a key attribute is S, N or B."
  }
}

variable "replicas" {
  description = "Further regions that hold a full copy, each with the key that encrypts it there."
  type        = map(object({ kms_key_arn = string }))
  nullable    = false

  validation {
    condition     = !contains(keys(var.replicas), var.region)
    error_message = "The table's own region is not one of its replicas."
  }
}

variable "consistency" {
  description = "EVENTUAL: last writer wins across regions; STRONG: a write is acknowledged once a second region has it."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["EVENTUAL", "STRONG"], var.consistency)
    error_message = "The consistency is EVENTUAL or STRONG."
  }

  validation {
    condition     = var.consistency == "EVENTUAL" || length(var.replicas) + length(var.witness[*]) == 2
    error_message = "Strong consistency takes exactly three regions: two replicas, or one replica and a witness."
  }

  validation {
    condition     = var.consistency == "STRONG" || var.witness == null
    error_message = "Only a strongly consistent table has a witness."
  }
}

variable "witness" {
  description = "Region that votes on writes but cannot be read, for strong consistency with two copies; null for none."
  type        = string
  default     = null
}

variable "ttl" {
  description = "Attribute that holds the time of expiry; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.ttl == null || var.consistency == "EVENTUAL"
    error_message = "DynamoDB has no time to live on strongly consistent global tables."
  }
}

variable "stream" {
  description = "Whether the table has a stream for consumers; with eventual consistency replication needs one anyway."
  type        = bool
  nullable    = false
}

variable "warm_throughput" {
  description = "Read and write units per second that every copy takes at once; null for what DynamoDB itself provides."
  type = object({
    reads  = optional(number)
    writes = optional(number)
  })
  default = null

  validation {
    condition     = coalesce(try(var.warm_throughput.reads, null), 12000) >= 12000 && coalesce(try(var.warm_throughput.writes, null), 4000) >= 4000
    error_message = "A table takes 12000 reads and 4000 writes per second anyway; it cannot be warmed for less."
  }
}

variable "indexes" {
  description = "Global secondary indexes by name; projection is ALL, KEYS_ONLY or INCLUDE (with attributes)."
  type = map(object({
    hash_key   = string
    range_key  = optional(string)
    projection = string
    attributes = optional(list(string))
  }))
  nullable = false

  validation {
    condition     = alltrue([for index in values(var.indexes) : contains(["ALL", "KEYS_ONLY", "INCLUDE"], index.projection)])
    error_message = "The projection of an index is ALL, KEYS_ONLY or INCLUDE."
  }

  validation {
    condition     = alltrue([for index in values(var.indexes) : (index.projection == "INCLUDE") == (index.attributes != null)])
    error_message = "An index lists attributes exactly when its projection is INCLUDE."
  }
}
