module "records_checkout" {
  source  = "../modules/ingress/records"
  host    = "checkout.pay.example.com"
  zone_id = data.terraform_remote_state.foundation.outputs.host_checkout_zone_id
  routing = "weighted"
  endpoints = {
    eu-central-1 = {
      dns_name = data.terraform_remote_state.eu_central_1.outputs.service_checkout_load_balancer_dns_name
      zone_id  = data.terraform_remote_state.eu_central_1.outputs.service_checkout_load_balancer_zone_id
      weight   = 70
    }
    eu-west-1 = {
      dns_name = data.terraform_remote_state.eu_west_1.outputs.service_checkout_load_balancer_dns_name
      zone_id  = data.terraform_remote_state.eu_west_1.outputs.service_checkout_load_balancer_zone_id
      weight   = 30
    }
  }
  regional_hosts = {
    eu-central-1 = "eu-central-1.checkout.pay.example.com"
    eu-west-1    = "eu-west-1.checkout.pay.example.com"
  }
  health_path = "/health"
}

module "records_ledger" {
  source  = "../modules/ingress/records"
  host    = "ledger.pay.example.com"
  zone_id = data.terraform_remote_state.foundation.outputs.host_ledger_zone_id
  routing = "weighted"
  endpoints = {
    eu-central-1 = {
      dns_name = data.terraform_remote_state.eu_central_1.outputs.service_ledger_load_balancer_dns_name
      zone_id  = data.terraform_remote_state.eu_central_1.outputs.service_ledger_load_balancer_zone_id
      weight   = 70
    }
    eu-west-1 = {
      dns_name = data.terraform_remote_state.eu_west_1.outputs.service_ledger_load_balancer_dns_name
      zone_id  = data.terraform_remote_state.eu_west_1.outputs.service_ledger_load_balancer_zone_id
      weight   = 30
    }
  }
  regional_hosts = {
    eu-central-1 = "eu-central-1.ledger.pay.example.com"
    eu-west-1    = "eu-west-1.ledger.pay.example.com"
  }
  health_path = "/health"
}
