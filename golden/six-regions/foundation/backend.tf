terraform {
  backend "s3" {
    bucket       = "atlas-terraform-state"
    key          = "atlas/foundation.tfstate"
    region       = "us-east-2"
    encrypt      = true
    use_lockfile = true
  }
}
