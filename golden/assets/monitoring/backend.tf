terraform {
  backend "s3" {
    bucket       = "media-terraform-state"
    key          = "media/monitoring.tfstate"
    region       = "us-east-2"
    encrypt      = true
    use_lockfile = true
  }
}

data "terraform_remote_state" "edge" {
  backend = "s3"
  config = {
    bucket = "media-terraform-state"
    key    = "media/edge.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "data" {
  backend = "s3"
  config = {
    bucket = "media-terraform-state"
    key    = "media/data.tfstate"
    region = "us-east-2"
  }
}
