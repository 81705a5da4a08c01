# Every resource names its own region. The provider's is only where credentials are checked: outside
# the workload, so that a lost region does not stop the plans of the others. It is free to change.
provider "aws" {
  region              = "us-east-2"
  sts_region          = "us-east-2"
  allowed_account_ids = ["123456789012"]

  # The default of 25 lets a plan hang for many minutes while a region is down.
  max_retries = 5

  default_tags {
    tags = { "managed-by" = "topogen", topology = "atlas" }
  }
}
