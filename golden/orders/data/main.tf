module "secret_stripe" {
  source = "../modules/secret"
  providers = {
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }
  name        = "trade/stripe"
  description = "Secret stripe of trade"
  region      = "eu-west-1"
  kms_key_arns = {
    eu-west-1 = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
    us-east-1 = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  }
  rotation = {
    function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:rotate-stripe"
    days         = 30
  }
}

module "secret_webhook" {
  source = "../modules/secret"
  providers = {
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }
  name        = "trade/webhook"
  description = "Secret webhook of trade"
  region      = "eu-west-1"
  kms_key_arns = {
    eu-west-1 = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
    us-east-1 = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  }
}

module "global_database_carts" {
  source         = "../modules/database/global"
  name           = "trade-carts"
  region         = "eu-west-1"
  engine         = "aurora-mysql"
  engine_version = "8.0.mysql_aurora.3.10.6"
  database_name  = "carts"
}

module "master_carts" {
  source = "../modules/secret"
  providers = {
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }
  name        = "trade/databases/carts/master"
  description = "Master user of the database trade-carts"
  region      = "eu-west-1"
  kms_key_arns = {
    eu-west-1 = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
    us-east-1 = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  }
  login = {
    engine   = "mysql"
    username = "topology_admin"
    host     = module.global_database_carts.endpoint
    port     = "3306"
    dbname   = "carts"
  }
}

module "global_database_orders" {
  source         = "../modules/database/global"
  name           = "trade-orders"
  region         = "eu-west-1"
  engine         = "aurora-postgresql"
  engine_version = "17.7"
  database_name  = "orders"
}

module "master_orders" {
  source = "../modules/secret"
  providers = {
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }
  name        = "trade/databases/orders/master"
  description = "Master user of the database trade-orders"
  region      = "eu-west-1"
  kms_key_arns = {
    eu-west-1 = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
    us-east-1 = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
  }
  login = {
    engine   = "postgres"
    username = "topology_admin"
    host     = module.global_database_orders.endpoint
    port     = "5432"
    dbname   = "orders"
  }
}
