data "terraform_remote_state" "foundation" {
  backend = "local"
  config = {
    path = "../../foundation/terraform.tfstate"
  }
}

data "terraform_remote_state" "data" {
  backend = "local"
  config = {
    path = "../../data/terraform.tfstate"
  }
}
