module "table_limits" {
  source      = "../modules/table"
  name        = "pay-limits"
  region      = "eu-central-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
  hash_key    = "merchantId"
  attributes = {
    country    = "S"
    merchantId = "S"
  }
  replicas = {
    eu-west-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
    }
  }
  consistency = "EVENTUAL"
  stream      = false
  indexes = {
    by_country = {
      hash_key   = "country"
      range_key  = "merchantId"
      projection = "INCLUDE"
      attributes = ["limit", "currency"]
    }
  }
}

module "table_payments" {
  source      = "../modules/table"
  name        = "pay-payments"
  region      = "eu-central-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["eu-central-1"]
  hash_key    = "paymentId"
  range_key   = "version"
  attributes = {
    paymentId = "S"
    version   = "N"
  }
  replicas = {
    eu-west-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
    }
  }
  consistency = "STRONG"
  witness     = "eu-west-3"
  stream      = false
  indexes     = {}
}
