variable "name" {
  description = "Identifier of the global database."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region from which the global database is managed; it cannot change."
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
  description = "Version of the engine in every region."
  type        = string
  nullable    = false
}

variable "database_name" {
  description = "Name of the database that the first cluster starts with."
  type        = string
  nullable    = false
}
