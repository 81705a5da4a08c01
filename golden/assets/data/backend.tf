terraform {
  backend "s3" {
    bucket       = "media-terraform-state"
    key          = "media/data.tfstate"
    region       = "us-east-2"
    encrypt      = true
    use_lockfile = true
  }
}

data "terraform_remote_state" "foundation" {
  backend = "s3"
  config = {
    bucket = "media-terraform-state"
    key    = "media/foundation.tfstate"
    region = "us-east-2"
  }
}
