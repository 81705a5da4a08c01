module "keys" {
  source             = "../modules/keys"
  name               = "ledger"
  regions            = ["us-east-1", "us-east-2", "us-west-2"]
  service_statements = {}
}
