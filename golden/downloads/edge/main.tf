module "accelerator_portal" {
  source          = "../modules/ingress/accelerator"
  name            = "tools-portal"
  host            = "portal.tools.example.com"
  zone_id         = data.terraform_remote_state.foundation.outputs.host_portal_zone_id
  client_affinity = "NONE"
  endpoints = {
    eu-central-1 = {
      load_balancer_arn = data.terraform_remote_state.eu_central_1.outputs.service_portal_load_balancer_arn
      weight            = 128
      dial              = 100
    }
    eu-north-1 = {
      load_balancer_arn = data.terraform_remote_state.eu_north_1.outputs.service_portal_load_balancer_arn
      weight            = 128
      dial              = 0
    }
  }
  regional_hosts = {
    eu-central-1 = "eu-central-1.portal.tools.example.com"
    eu-north-1   = "eu-north-1.portal.tools.example.com"
  }
  log_bucket = data.terraform_remote_state.eu_central_1.outputs.network_log_bucket
}
