data "terraform_remote_state" "us_east_1" {
  backend = "local"
  config = {
    path = "../regions/us-east-1/terraform.tfstate"
  }
}

data "terraform_remote_state" "eu_west_1" {
  backend = "local"
  config = {
    path = "../regions/eu-west-1/terraform.tfstate"
  }
}

data "terraform_remote_state" "edge" {
  backend = "local"
  config = {
    path = "../edge/terraform.tfstate"
  }
}
