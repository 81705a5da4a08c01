terraform {
  backend "s3" {
    bucket       = "acme-terraform-state"
    key          = "shop-prod/monitoring.tfstate"
    region       = "us-east-2"
    encrypt      = true
    use_lockfile = true
  }
}

data "terraform_remote_state" "edge" {
  backend = "s3"
  config = {
    bucket = "acme-terraform-state"
    key    = "shop-prod/edge.tfstate"
    region = "us-east-2"
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

data "terraform_remote_state" "us_east_1" {
  backend = "s3"
  config = {
    bucket = "acme-terraform-state"
    key    = "shop-prod/regions/us-east-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "ap_southeast_1" {
  backend = "s3"
  config = {
    bucket = "acme-terraform-state"
    key    = "shop-prod/regions/ap-southeast-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "eu_west_1" {
  backend = "s3"
  config = {
    bucket = "acme-terraform-state"
    key    = "shop-prod/regions/eu-west-1.tfstate"
    region = "us-east-2"
  }
}
