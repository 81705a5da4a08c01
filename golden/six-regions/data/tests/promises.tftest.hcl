# What the topology promises of this root. It needs neither AWS nor a state: in this folder
#   terraform init -backend=false && terraform test
mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = {
      names    = ["test-1a", "test-1b", "test-1c", "test-1d"]
      zone_ids = ["test1-az1", "test1-az2", "test1-az3", "test1-az4"]
    }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
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
