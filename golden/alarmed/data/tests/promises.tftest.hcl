# What the topology promises of this root. It needs neither AWS nor a state: in this folder
#   terraform init -backend=false && terraform test
# or the same with tofu. What AWS would make up is made up here.
mock_provider "aws" {
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn = "arn:aws:dynamodb:us-east-2:123456789012:table/test"
    }
  }
}

override_data {
  target = data.terraform_remote_state.foundation
  values = {
    outputs = {
      keys_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
    }
  }
}

run "promises" {
  command = plan

  assert {
    condition     = jsonencode(module.table_orders.regions) == jsonencode(["eu-west-1", "us-east-1"])
    error_message = "regions of module table_orders is not eu-west-1, us-east-1, as the topology says."
  }
}
