terraform {
  backend "s3" {
    bucket       = "atlas-terraform-state"
    key          = "atlas/edge.tfstate"
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

data "terraform_remote_state" "data" {
  backend = "s3"
  config = {
    bucket = "atlas-terraform-state"
    key    = "atlas/data.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "us_east_1" {
  backend = "s3"
  config = {
    bucket = "atlas-terraform-state"
    key    = "atlas/regions/us-east-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "ap_northeast_1" {
  backend = "s3"
  config = {
    bucket = "atlas-terraform-state"
    key    = "atlas/regions/ap-northeast-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "ap_southeast_2" {
  backend = "s3"
  config = {
    bucket = "atlas-terraform-state"
    key    = "atlas/regions/ap-southeast-2.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "eu_central_1" {
  backend = "s3"
  config = {
    bucket = "atlas-terraform-state"
    key    = "atlas/regions/eu-central-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "sa_east_1" {
  backend = "s3"
  config = {
    bucket = "atlas-terraform-state"
    key    = "atlas/regions/sa-east-1.tfstate"
    region = "us-east-2"
  }
}

data "terraform_remote_state" "us_west_2" {
  backend = "s3"
  config = {
    bucket = "atlas-terraform-state"
    key    = "atlas/regions/us-west-2.tfstate"
    region = "us-east-2"
  }
}
