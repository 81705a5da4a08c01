terraform {
  backend "s3" {
    bucket       = "media-terraform-state"
    key          = "media/foundation.tfstate"
    region       = "us-east-2"
    encrypt      = true
    use_lockfile = true
  }
}
