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

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn                         = "arn:aws:s3:::test"
      bucket_regional_domain_name = "test.s3.us-east-2.amazonaws.com"
      id                          = "test"
    }
  }
}

override_data {
  target = data.terraform_remote_state.foundation
  values = {
    outputs = {
      replication_assets_role_arn = "arn:aws:test:us-east-1:123456789012:test/test"
      keys_arns = {
        us-east-1      = "arn:aws:test:us-east-1:123456789012:test/test"
        ap-southeast-1 = "arn:aws:test:us-east-1:123456789012:test/test"
        eu-west-1      = "arn:aws:test:us-east-1:123456789012:test/test"
      }
    }
  }
}

run "promises" {
  command = plan

  assert {
    condition     = jsonencode(module.bucket_assets.regions) == jsonencode(["ap-southeast-1", "eu-west-1", "us-east-1"])
    error_message = "regions of module bucket_assets is not ap-southeast-1, eu-west-1, us-east-1, as the topology says."
  }
}
