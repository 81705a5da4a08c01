variable "name" {
  description = "Full name of the secret, the same in every region."
  type        = string
  nullable    = false
}

variable "description" {
  description = "What the secret opens, for those who find it in the console."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region where the secret is written and rotated; the others get copies."
  type        = string
  nullable    = false
}

variable "kms_key_arns" {
  description = "ARN of the key that encrypts the secret, for each region that holds it."
  type        = map(string)
  nullable    = false

  validation {
    condition     = contains(keys(var.kms_key_arns), var.region)
    error_message = "The secret's own region needs a key too."
  }
}

variable "login" {
  description = "What a password belongs to, such as username and host; the value is then JSON with the password beside it, else the password alone."
  type        = map(string)
  default     = null
}

variable "rotation" {
  description = "Function that rotates the secret, in its own region, and every how many days; null for none."
  type        = object({ function_arn = string, days = number })
  default     = null

  validation {
    condition     = var.rotation == null || try(var.rotation.days >= 1 && var.rotation.days <= 1000, false)
    error_message = "Secrets Manager rotates every 1 to 1000 days."
  }
}
