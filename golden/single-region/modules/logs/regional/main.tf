data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  # A domain spans two or three zones and takes exactly one subnet in each.
  subnet_ids = slice(var.subnet_ids, 0, var.zones)
}
