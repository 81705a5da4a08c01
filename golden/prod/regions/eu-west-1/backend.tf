terraform {
  backend "s3" {
    bucket       = "acme-terraform-state"
    key          = "shop-prod/regions/eu-west-1.tfstate"
    region       = "us-east-2"
    encrypt      = true
    use_lockfile = true
  }
}

data "terraform_remote_state" "data" {
  backend = "s3"
  config = {
    bucket = "acme-terraform-state"
    key    = "shop-prod/data.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "foundation" {
  backend = "s3"
  config = {
    bucket = "acme-terraform-state"
    key    = "shop-prod/foundation.tfstate"
    region = "us-east-2"
  }
}
