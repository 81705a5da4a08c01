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
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      images_repository_urls = {
        us-east-1 = {
          "atlas/api" = "test"
        }
      }
      host_api_endpoints = {
        us-east-1 = "test"
      }
      roles_api_execution_role_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      roles_api_task_role_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_api_certificate_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
    }
  }
}

override_data {
  target = data.terraform_remote_state.data
  values = {
    outputs = {
      bucket_media_names = {
        us-east-1 = "test"
      }
    }
  }
}

run "promises" {
  command = plan

  assert {
    condition     = module.network.region == "us-east-1"
    error_message = "region of module network is not us-east-1, as the topology says."
  }

  assert {
    condition     = module.service_api.region == "us-east-1"
    error_message = "region of module service_api is not us-east-1, as the topology says."
  }

  assert {
    condition     = module.service_api.min_tasks == 16
    error_message = "min_tasks of module service_api is not 16, as the topology says."
  }

  assert {
    condition     = module.service_api.max_tasks == 39
    error_message = "max_tasks of module service_api is not 39, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_api.scale_on) == jsonencode({ cpu = 60 })
    error_message = "scale_on of module service_api is not cpu 60, as the topology says."
  }
}
