output "service_upload_load_balancer_arn" {
  value = module.service_upload.load_balancer_arn
}

output "service_upload_task_definition_arn" {
  value = module.service_upload.task_definition_arn
}
