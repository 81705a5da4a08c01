variable "name" {
  description = "Name of the queue; that of a FIFO queue ends in .fifo."
  type        = string
  nullable    = false
}

variable "dead_letters_name" {
  description = "Name of the queue for what was received too often; of the same kind."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of both queues."
  type        = string
  nullable    = false
}

variable "fifo" {
  description = "Whether order is kept and nothing comes twice. Chosen for good."
  type        = bool
  nullable    = false
}

variable "visibility_timeout" {
  description = "Seconds for which a message that somebody received is shown to nobody else."
  type        = number
  nullable    = false
}

variable "retention" {
  description = "Seconds for which a message waits."
  type        = number
  nullable    = false
}

variable "delay" {
  description = "Seconds until a message can be received."
  type        = number
  nullable    = false
}

variable "max_receives" {
  description = "How often a message is received before it goes to the dead letters."
  type        = number
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the region's key, which encrypts what waits."
  type        = string
  nullable    = false
}
