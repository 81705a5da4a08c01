data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  domain_arns = { for region in var.regions : region => "arn:${local.partition}:es:${region}:${local.account}:domain/${var.name}-logs" }
}

# OpenSearch places its network interfaces with this role. An account has one for all its domains, whoever made it first; a second
# topology in the account says so and leaves it alone. Giving it up is a "terraform state rm", never a destroy.
resource "aws_iam_service_linked_role" "opensearch" {
  count = var.create_service_linked_role ? 1 : 0

  aws_service_name = "opensearchservice.amazonaws.com"

  lifecycle {
    prevent_destroy = true
  }
}
