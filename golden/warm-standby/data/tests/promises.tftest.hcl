# What the topology promises of this root. It needs neither AWS nor a state: in this folder
#   terraform init -backend=false && terraform test
# or the same with tofu. What AWS would make up is made up here.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }

  mock_data "aws_iam_policy_document" {
    defaults = {
      json = "{}"
    }
  }

  mock_data "aws_partition" {
    defaults = {
      partition = "aws"
    }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn = "arn:aws:dynamodb:us-east-2:123456789012:table/test"
    }
  }

  mock_resource "aws_rds_global_cluster" {
    defaults = {
      endpoint = "test.global-7qjmrilqjsva.global.rds.amazonaws.com"
      id       = "test"
    }
  }

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn                         = "arn:aws:s3:::test"
      bucket_regional_domain_name = "test.s3.us-east-2.amazonaws.com"
      id                          = "test"
    }
  }
}

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

override_data {
  target = data.terraform_remote_state.foundation
  values = {
    outputs = {
      keys_arns = {
        us-east-1      = "arn:aws:test:us-east-1:123456789012:test/test"
        ap-southeast-1 = "arn:aws:test:us-east-1:123456789012:test/test"
        eu-west-1      = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      replication_assets_role_arn = "arn:aws:test:us-east-1:123456789012:test/test"
    }
  }
}

override_module {
  target  = module.secret_stripe
  outputs = {}
}

override_module {
  target  = module.master_orders
  outputs = {}
}

run "promises" {
  command = plan

  assert {
    condition     = jsonencode(module.table_users.regions) == jsonencode(["ap-southeast-1", "eu-west-1", "us-east-1"])
    error_message = "regions of module table_users is not ap-southeast-1, eu-west-1, us-east-1, as the topology says."
  }

  assert {
    condition     = jsonencode(module.table_users.warm_throughput) == jsonencode({ reads = 30000, writes = 6000 })
    error_message = "warm_throughput of module table_users is not reads 30000, writes 6000, as the topology says."
  }

  assert {
    condition     = jsonencode(module.bucket_assets.regions) == jsonencode(["ap-southeast-1", "eu-west-1", "us-east-1"])
    error_message = "regions of module bucket_assets is not ap-southeast-1, eu-west-1, us-east-1, as the topology says."
  }
}
