module "accelerator_shop" {
  source          = "../modules/ingress/accelerator"
  name            = "trade-shop"
  host            = "shop.example.com"
  zone_id         = data.terraform_remote_state.foundation.outputs.host_shop_zone_id
  client_affinity = "NONE"
  endpoints = {
    eu-west-1 = {
      load_balancer_arn = data.terraform_remote_state.eu_west_1.outputs.service_shop_load_balancer_arn
      weight            = 128
      dial              = 100
    }
    us-east-1 = {
      load_balancer_arn = data.terraform_remote_state.us_east_1.outputs.service_shop_load_balancer_arn
      weight            = 128
      dial              = 100
    }
  }
  regional_hosts = {}
  log_bucket     = data.terraform_remote_state.eu_west_1.outputs.network_log_bucket
}
