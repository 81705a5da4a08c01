terraform {
  backend "s3" {
    bucket       = "trade-terraform-state"
    key          = "trade/edge.tfstate"
    region       = "eu-north-1"
    encrypt      = true
    use_lockfile = true
  }
}

data "terraform_remote_state" "foundation" {
  backend = "s3"
  config = {
    bucket = "trade-terraform-state"
    key    = "trade/foundation.tfstate"
    region = "eu-north-1"
  }
}

data "terraform_remote_state" "eu_west_1" {
  backend = "s3"
  config = {
    bucket = "trade-terraform-state"
    key    = "trade/regions/eu-west-1.tfstate"
    region = "eu-north-1"
  }
}

data "terraform_remote_state" "us_east_1" {
  backend = "s3"
  config = {
    bucket = "trade-terraform-state"
    key    = "trade/regions/us-east-1.tfstate"
    region = "eu-north-1"
  }
}
