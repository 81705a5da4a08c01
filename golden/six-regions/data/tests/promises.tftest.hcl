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
      keys_arns = {
        us-east-1      = "arn:aws:test:us-east-1:123456789012:test/test"
        ap-northeast-1 = "arn:aws:test:us-east-1:123456789012:test/test"
        ap-southeast-2 = "arn:aws:test:us-east-1:123456789012:test/test"
        eu-central-1   = "arn:aws:test:us-east-1:123456789012:test/test"
        sa-east-1      = "arn:aws:test:us-east-1:123456789012:test/test"
        us-west-2      = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      replication_media_role_arn = "arn:aws:test:us-east-1:123456789012:test/test"
    }
  }
}

run "promises" {
  command = plan

  assert {
    condition     = jsonencode(module.table_profiles.regions) == jsonencode(["ap-northeast-1", "ap-southeast-2", "eu-central-1", "sa-east-1", "us-east-1", "us-west-2"])
    error_message = "regions of module table_profiles is not ap-northeast-1, ap-southeast-2, eu-central-1, sa-east-1, us-east-1, us-west-2, as the topology says."
  }

  assert {
    condition     = jsonencode(module.bucket_media.regions) == jsonencode(["ap-northeast-1", "ap-southeast-2", "eu-central-1", "sa-east-1", "us-east-1", "us-west-2"])
    error_message = "regions of module bucket_media is not ap-northeast-1, ap-southeast-2, eu-central-1, sa-east-1, us-east-1, us-west-2, as the topology says."
  }
}
