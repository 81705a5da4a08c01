output "service_upload_load_balancer_arn" {
  value = module.service_upload.load_balancer_arn
}
