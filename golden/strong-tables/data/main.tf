module "table_entries" {
  source      = "../modules/table"
  name        = "ledger-entries"
  region      = "us-east-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  hash_key    = "account"
  range_key   = "sequence"
  attributes = {
    account  = "S"
    sequence = "N"
  }
  replicas = {
    us-east-2 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-2"]
    }
    us-west-2 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-west-2"]
    }
  }
  consistency = "STRONG"
  stream      = false
  indexes     = {}
}
