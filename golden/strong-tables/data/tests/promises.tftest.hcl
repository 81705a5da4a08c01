# What the topology promises of this root. It needs neither AWS nor a state: in this folder
#   terraform init -backend=false && terraform test
# or the same with tofu. What AWS would make up is made up here.
mock_provider "aws" {
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/test"
    }
  }
}

override_data {
  target = data.terraform_remote_state.foundation
  values = {
    outputs = {
      keys_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
        us-east-2 = "arn:aws:test:us-east-1:123456789012:test/test"
        us-west-2 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
    }
  }
}

run "promises" {
  command = plan

  assert {
    condition     = jsonencode(module.table_entries.regions) == jsonencode(["us-east-1", "us-east-2", "us-west-2"])
    error_message = "regions of module table_entries is not us-east-1, us-east-2, us-west-2, as the topology says."
  }
}
