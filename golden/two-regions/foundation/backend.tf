terraform {
  backend "s3" {
    bucket       = "pay-terraform-state"
    key          = "pay/foundation.tfstate"
    region       = "eu-north-1"
    encrypt      = true
    use_lockfile = true
  }
}
