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
    ap-southeast-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["ap-southeast-1"]
    }
    eu-west-1 = {
      kms_key_arn = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
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

module "bucket_logs" {
  source                 = "../modules/bucket/logs"
  name                   = "shop-prod"
  regions                = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  cloudfront_logs_region = "us-east-1"
}

module "bucket_assets" {
  source                   = "../modules/bucket/buckets"
  name                     = "shop-prod"
  bucket                   = "assets"
  regions                  = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  sources                  = ["us-east-1", "ap-southeast-1", "eu-west-1"]
  replication_role_arn     = data.terraform_remote_state.foundation.outputs.replication_assets_role_arn
  replication_time_control = true
  kms_key_arns             = data.terraform_remote_state.foundation.outputs.keys_arns
  log_buckets              = module.bucket_logs.names
  cdn                      = true
}

module "secret_stripe" {
  source = "../modules/secret"
  providers = {
    aws           = aws
    aws.ephemeral = aws.ephemeral
  }
  name        = "shop-prod/stripe"
  description = "Secret stripe of shop-prod"
  region      = "us-east-1"
  kms_key_arns = {
    us-east-1      = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
    ap-southeast-1 = data.terraform_remote_state.foundation.outputs.keys_arns["ap-southeast-1"]
    eu-west-1      = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
  }
  rotation = {
    function_arn = "arn:aws:lambda:us-east-1:123456789012:function:rotate-stripe"
    days         = 30
  }
}

module "global_database_orders" {
  source         = "../modules/database/global"
  name           = "shop-prod-orders"
  region         = "us-east-1"
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
  name        = "shop-prod/databases/orders/master"
  description = "Master user of the database shop-prod-orders"
  region      = "us-east-1"
  kms_key_arns = {
    us-east-1      = data.terraform_remote_state.foundation.outputs.keys_arns["us-east-1"]
    ap-southeast-1 = data.terraform_remote_state.foundation.outputs.keys_arns["ap-southeast-1"]
    eu-west-1      = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
  }
  login = {
    engine   = "postgres"
    username = "topology_admin"
    host     = module.global_database_orders.endpoint
    port     = "5432"
    dbname   = "orders"
  }
}
