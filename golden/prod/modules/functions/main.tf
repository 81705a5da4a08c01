# Lambda takes a reservation only as an argument of the function itself, and the functions belong to other deployments. Each of them
# reads the number of its own region and sets it, such as
#
#   reserved_concurrent_executions = data.aws_ssm_parameter.reserved_concurrency.insecure_value
#
# Every number is what the region needs once another one is lost: a reservation is also a cap, and no outage should have to raise it.
resource "aws_ssm_parameter" "reserved_concurrency" {
  #checkov:skip=CKV2_AWS_34:the number is no secret, and plans shall show it
  for_each = var.reserved_concurrency

  region          = var.region
  name            = "/${var.name}/functions/${each.key}/reserved-concurrency"
  description     = "Reserved concurrency of ${each.key} in ${var.region}, set by its own deployment"
  type            = "String"
  insecure_value  = tostring(each.value)
  allowed_pattern = "^[0-9]+$"
}
