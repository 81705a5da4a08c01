module "table_users" {
  source      = "../modules/table"
  name        = "shop-prod-users"
  region      = "us-east-1"
  kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  hash_key    = "userId"
  range_key   = "createdAt"
  attributes = {
    createdAt = "N"
    email     = "S"
    userId    = "S"
  }
  replicas = {
    eu-west-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
    }
    ap-southeast-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["ap-southeast-1"]
    }
  }
  consistency = "EVENTUAL"
  ttl         = "expiresAt"
  stream      = true
  indexes = {
    by_email = {
      hash_key   = "email"
      projection = "ALL"
    }
  }
}
