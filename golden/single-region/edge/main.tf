module "distribution_assets" {
  source          = "../modules/bucket/distribution"
  name            = "store"
  bucket          = "assets"
  host            = "static.example.com"
  zone_id         = data.terraform_remote_state.foundation.outputs.front_assets_zone_id
  certificate_arn = data.terraform_remote_state.foundation.outputs.front_assets_certificate_arn
  web_acl_arn     = data.terraform_remote_state.foundation.outputs.front_assets_web_acl_arn
  origins = [{
    region      = "us-east-1"
    domain_name = data.terraform_remote_state.data.outputs.bucket_assets_regional_domains["us-east-1"]
  }]
  failover_status_codes = [404, 500, 502, 503, 504]
}

module "accelerator_admin" {
  source          = "../modules/ingress/accelerator"
  name            = "store-admin"
  host            = "admin.example.com"
  zone_id         = data.terraform_remote_state.foundation.outputs.host_admin_zone_id
  client_affinity = "SOURCE_IP"
  endpoints = {
    us-east-1 = {
      load_balancer_arn = data.terraform_remote_state.us_east_1.outputs.service_admin_load_balancer_arn
      weight            = 128
      dial              = 100
    }
  }
  regional_hosts = {}
  log_bucket     = data.terraform_remote_state.us_east_1.outputs.network_log_bucket
}

module "accelerator_api" {
  source          = "../modules/ingress/accelerator"
  name            = "store-api"
  host            = "api.example.com"
  zone_id         = data.terraform_remote_state.foundation.outputs.host_api_zone_id
  client_affinity = "SOURCE_IP"
  endpoints = {
    us-east-1 = {
      load_balancer_arn = data.terraform_remote_state.us_east_1.outputs.service_api_load_balancer_arn
      weight            = 128
      dial              = 100
    }
  }
  regional_hosts = {}
  log_bucket     = data.terraform_remote_state.us_east_1.outputs.network_log_bucket
}
