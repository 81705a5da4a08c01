terraform {
  # 1.11 is the first Terraform, and the first OpenTofu, with write-only arguments.
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.66"
    }
  }
}
