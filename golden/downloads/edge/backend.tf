data "terraform_remote_state" "foundation" {
  backend = "local"
  config = {
    path = "../foundation/terraform.tfstate"
  }
}

data "terraform_remote_state" "eu_central_1" {
  backend = "local"
  config = {
    path = "../regions/eu-central-1/terraform.tfstate"
  }
}

data "terraform_remote_state" "eu_north_1" {
  backend = "local"
  config = {
    path = "../regions/eu-north-1/terraform.tfstate"
  }
}
