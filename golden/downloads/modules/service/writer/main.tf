# Which region writes, told to the tasks by name and read while they run: moving the writes is one command for each surviving region,
# and no plan. Terraform only makes the parameter; what it says belongs to whoever moves the writes.
resource "aws_ssm_parameter" "this" {
  #checkov:skip=CKV2_AWS_34:the name of a region is no secret
  region         = var.region
  name           = "/${var.name}/writer"
  description    = "Region that takes the writes, as ${var.region} knows it"
  type           = "String"
  insecure_value = var.writer

  lifecycle {
    ignore_changes = [description, insecure_value]
  }
}
