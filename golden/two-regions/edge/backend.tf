terraform {
  backend "s3" {
    bucket       = "pay-terraform-state"
    key          = "pay/edge.tfstate"
    region       = "eu-north-1"
    encrypt      = true
    use_lockfile = true
  }
}

data "terraform_remote_state" "foundation" {
  backend = "s3"
  config = {
    bucket = "pay-terraform-state"
    key    = "pay/foundation.tfstate"
    region = "eu-north-1"
  }
}

data "terraform_remote_state" "eu_central_1" {
  backend = "s3"
  config = {
    bucket = "pay-terraform-state"
    key    = "pay/regions/eu-central-1.tfstate"
    region = "eu-north-1"
  }
}

data "terraform_remote_state" "eu_west_1" {
  backend = "s3"
  config = {
    bucket = "pay-terraform-state"
    key    = "pay/regions/eu-west-1.tfstate"
    region = "eu-north-1"
  }
}
