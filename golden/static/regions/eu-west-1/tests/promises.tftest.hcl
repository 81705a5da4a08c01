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
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      images_repository_urls = {
        eu-west-1 = {
          "desk/web" = "test"
        }
      }
      host_desk_endpoints = {
        eu-west-1 = "test"
      }
      roles_desk_execution_role_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      roles_desk_task_role_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_desk_certificate_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
    }
  }
}

run "promises" {
  command = plan

  assert {
    condition     = module.network.region == "eu-west-1"
    error_message = "region of module network is not eu-west-1, as the topology says."
  }

  assert {
    condition     = module.service_desk.region == "eu-west-1"
    error_message = "region of module service_desk is not eu-west-1, as the topology says."
  }

  assert {
    condition     = module.service_desk.min_tasks == 20
    error_message = "min_tasks of module service_desk is not 20, as the topology says."
  }

  assert {
    condition     = module.service_desk.max_tasks == 20
    error_message = "max_tasks of module service_desk is not 20, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_desk.scale_on) == jsonencode({ cpu = 60 })
    error_message = "scale_on of module service_desk is not cpu 60, as the topology says."
  }
}
