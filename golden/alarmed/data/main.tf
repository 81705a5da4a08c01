module "table_orders" {
  source      = "../modules/table"
  name        = "orders-orders"
  region      = "us-east-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  hash_key    = "orderId"
  attributes = {
    customer = "S"
    orderId  = "S"
  }
  replicas = {
    eu-west-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
    }
  }
  consistency = "EVENTUAL"
  stream      = false
  indexes = {
    by_customer = {
      hash_key   = "customer"
      range_key  = "orderId"
      projection = "ALL"
    }
  }
}
