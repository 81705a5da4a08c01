terraform {
  backend "s3" {
    bucket       = "store-terraform-state"
    key          = "store/foundation.tfstate"
    region       = "us-east-2"
    encrypt      = true
    use_lockfile = true
  }
}
