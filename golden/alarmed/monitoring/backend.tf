data "terraform_remote_state" "edge" {
  backend = "local"
  config = {
    path = "../edge/terraform.tfstate"
  }
}
