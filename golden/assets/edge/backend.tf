terraform {
  backend "s3" {
    bucket       = "media-terraform-state"
    key          = "media/edge.tfstate"
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

data "terraform_remote_state" "data" {
  backend = "s3"
  config = {
    bucket = "media-terraform-state"
    key    = "media/data.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "us_east_1" {
  backend = "s3"
  config = {
    bucket = "media-terraform-state"
    key    = "media/regions/us-east-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "ap_southeast_1" {
  backend = "s3"
  config = {
    bucket = "media-terraform-state"
    key    = "media/regions/ap-southeast-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "eu_west_1" {
  backend = "s3"
  config = {
    bucket = "media-terraform-state"
    key    = "media/regions/eu-west-1.tfstate"
    region = "us-east-2"
  }
}
