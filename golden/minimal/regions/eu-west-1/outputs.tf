output "service_web_load_balancer_arn" {
  value = module.service_web.load_balancer_arn
}
