output "service_api_load_balancer_arn" {
  value = module.service_api.load_balancer_arn
}
