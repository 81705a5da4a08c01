variable "name" {
  description = "Name of the topic."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the topic; alarms act on a topic of their own region only."
  type        = string
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the topic; its policy lets CloudWatch use it."
  type        = string
  nullable    = false
}

variable "email" {
  description = "Address that is told of every alarm, and of its end."
  type        = string
  nullable    = false
}
