module "records_forms" {
  source  = "../modules/ingress/records"
  host    = "forms.intake.example.com"
  zone_id = data.terraform_remote_state.foundation.outputs.host_forms_zone_id
  routing = "weighted"
  endpoints = {
    eu-central-1 = {
      dns_name = data.terraform_remote_state.eu_central_1.outputs.service_forms_load_balancer_dns_name
      zone_id  = data.terraform_remote_state.eu_central_1.outputs.service_forms_load_balancer_zone_id
      weight   = 80
    }
    eu-west-1 = {
      dns_name = data.terraform_remote_state.eu_west_1.outputs.service_forms_load_balancer_dns_name
      zone_id  = data.terraform_remote_state.eu_west_1.outputs.service_forms_load_balancer_zone_id
      weight   = 0
    }
  }
  regional_hosts = {
    eu-central-1 = "eu-central-1.forms.intake.example.com"
    eu-west-1    = "eu-west-1.forms.intake.example.com"
  }
  health_path = "/health"
}
