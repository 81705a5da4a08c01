terraform {
  backend "s3" {
    bucket       = "atlas-terraform-state"
    key          = "atlas/data.tfstate"
    region       = "us-east-2"
    encrypt      = true
    use_lockfile = true
  }
}

data "terraform_remote_state" "foundation" {
  backend = "s3"
  config = {
    bucket = "atlas-terraform-state"
    key    = "atlas/foundation.tfstate"
    region = "us-east-2"
  }
}
