terraform {
  backend "s3" {
    bucket       = "store-terraform-state"
    key          = "store/monitoring.tfstate"
    region       = "us-east-2"
    encrypt      = true
    use_lockfile = true
  }
}

data "terraform_remote_state" "edge" {
  backend = "s3"
  config = {
    bucket = "store-terraform-state"
    key    = "store/edge.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "data" {
  backend = "s3"
  config = {
    bucket = "store-terraform-state"
    key    = "store/data.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "foundation" {
  backend = "s3"
  config = {
    bucket = "store-terraform-state"
    key    = "store/foundation.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "us_east_1" {
  backend = "s3"
  config = {
    bucket = "store-terraform-state"
    key    = "store/regions/us-east-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "ap_southeast_1" {
  backend = "s3"
  config = {
    bucket = "store-terraform-state"
    key    = "store/regions/ap-southeast-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "eu_west_1" {
  backend = "s3"
  config = {
    bucket = "store-terraform-state"
    key    = "store/regions/eu-west-1.tfstate"
    region = "us-east-2"
  }
}
