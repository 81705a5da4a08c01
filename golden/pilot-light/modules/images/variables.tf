variable "home" {
  description = "Region that CI pushes images to."
  type        = string
  nullable    = false
}

variable "regions" {
  description = "Regions that hold every image, home included."
  type        = list(string)
  nullable    = false

  validation {
    condition     = contains(var.regions, var.home)
    error_message = "The home region must be one of the regions."
  }
}

variable "repositories" {
  description = "Names of the repositories, such as \"shop/api\"."
  type        = list(string)
  nullable    = false
}

variable "keep" {
  description = "Images that a repository keeps, the newest ones."
  type        = number
  nullable    = false
}

variable "kms_key_arns" {
  description = "ARN of the key that encrypts images, by region."
  type        = map(string)
  nullable    = false
}
