
# Ephemeral resources cannot be mocked before Terraform 1.16. This provider is real and never asked anything: modules that open one
# are overridden below, and nothing is promised of them.
provider "aws" {
  alias                       = "ephemeral"
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
