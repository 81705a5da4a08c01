module "accelerator_web" {
  source          = "../modules/ingress/accelerator"
  name            = "hello-web"
  host            = "web.example.com"
  zone_id         = data.terraform_remote_state.foundation.outputs.host_web_zone_id
  client_affinity = "NONE"
  endpoints = {
    us-east-1 = {
      load_balancer_arn = data.terraform_remote_state.us_east_1.outputs.service_web_load_balancer_arn
      weight            = 128
      dial              = 100
    }
    eu-west-1 = {
      load_balancer_arn = data.terraform_remote_state.eu_west_1.outputs.service_web_load_balancer_arn
      weight            = 128
      dial              = 100
    }
  }
  regional_hosts = {}
  log_bucket     = data.terraform_remote_state.us_east_1.outputs.network_log_bucket
}
