terraform {
  backend "s3" {
    bucket       = "trade-terraform-state"
    key          = "trade/foundation.tfstate"
    region       = "eu-north-1"
    encrypt      = true
    use_lockfile = true
  }
}
