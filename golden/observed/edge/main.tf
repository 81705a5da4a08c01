module "accelerator_tickets" {
  source          = "../modules/ingress/accelerator"
  name            = "desk-tickets"
  host            = "tickets.desk.example.com"
  zone_id         = data.terraform_remote_state.foundation.outputs.host_tickets_zone_id
  client_affinity = "NONE"
  endpoints = {
    us-east-1 = {
      load_balancer_arn = data.terraform_remote_state.us_east_1.outputs.service_tickets_load_balancer_arn
      weight            = 128
      dial              = 100
    }
    eu-west-1 = {
      load_balancer_arn = data.terraform_remote_state.eu_west_1.outputs.service_tickets_load_balancer_arn
      weight            = 128
      dial              = 100
    }
  }
  regional_hosts = {}
  log_bucket     = data.terraform_remote_state.us_east_1.outputs.network_log_bucket
}
