module "records_desk" {
  source  = "../modules/ingress/records"
  host    = "desk.example.com"
  zone_id = data.terraform_remote_state.foundation.outputs.host_desk_zone_id
  routing = "latency"
  endpoints = {
    eu-west-1 = {
      dns_name = data.terraform_remote_state.eu_west_1.outputs.service_desk_load_balancer_dns_name
      zone_id  = data.terraform_remote_state.eu_west_1.outputs.service_desk_load_balancer_zone_id
      weight   = 1
    }
    eu-central-1 = {
      dns_name = data.terraform_remote_state.eu_central_1.outputs.service_desk_load_balancer_dns_name
      zone_id  = data.terraform_remote_state.eu_central_1.outputs.service_desk_load_balancer_zone_id
      weight   = 1
    }
    us-east-1 = {
      dns_name = data.terraform_remote_state.us_east_1.outputs.service_desk_load_balancer_dns_name
      zone_id  = data.terraform_remote_state.us_east_1.outputs.service_desk_load_balancer_zone_id
      weight   = 1
    }
  }
  regional_hosts = {
    eu-west-1    = "eu-west-1.desk.example.com"
    eu-central-1 = "eu-central-1.desk.example.com"
    us-east-1    = "us-east-1.desk.example.com"
  }
  health_path = "/health"
}
