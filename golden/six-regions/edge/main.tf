module "distribution_media" {
  source          = "../modules/bucket/distribution"
  name            = "atlas"
  bucket          = "media"
  host            = "media.atlas.example.com"
  zone_id         = data.terraform_remote_state.foundation.outputs.front_media_zone_id
  certificate_arn = data.terraform_remote_state.foundation.outputs.front_media_certificate_arn
  web_acl_arn     = data.terraform_remote_state.foundation.outputs.front_media_web_acl_arn
  origins = [{
    region      = "us-east-1"
    domain_name = data.terraform_remote_state.data.outputs.bucket_media_regional_domains["us-east-1"]
    }, {
    region      = "eu-central-1"
    domain_name = data.terraform_remote_state.data.outputs.bucket_media_regional_domains["eu-central-1"]
  }]
  failover_status_codes = [500, 502, 503, 504]
}

module "accelerator_api" {
  source          = "../modules/ingress/accelerator"
  name            = "atlas-api"
  host            = "api.atlas.example.com"
  zone_id         = data.terraform_remote_state.foundation.outputs.host_api_zone_id
  client_affinity = "NONE"
  endpoints = {
    us-east-1 = {
      load_balancer_arn = data.terraform_remote_state.us_east_1.outputs.service_api_load_balancer_arn
      weight            = 128
      dial              = 100
    }
    ap-northeast-1 = {
      load_balancer_arn = data.terraform_remote_state.ap_northeast_1.outputs.service_api_load_balancer_arn
      weight            = 128
      dial              = 100
    }
    ap-southeast-2 = {
      load_balancer_arn = data.terraform_remote_state.ap_southeast_2.outputs.service_api_load_balancer_arn
      weight            = 128
      dial              = 100
    }
    eu-central-1 = {
      load_balancer_arn = data.terraform_remote_state.eu_central_1.outputs.service_api_load_balancer_arn
      weight            = 128
      dial              = 100
    }
    sa-east-1 = {
      load_balancer_arn = data.terraform_remote_state.sa_east_1.outputs.service_api_load_balancer_arn
      weight            = 128
      dial              = 100
    }
    us-west-2 = {
      load_balancer_arn = data.terraform_remote_state.us_west_2.outputs.service_api_load_balancer_arn
      weight            = 128
      dial              = 100
    }
  }
  regional_hosts = {}
  log_bucket     = data.terraform_remote_state.us_east_1.outputs.network_log_bucket
}
