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
        ap-southeast-2 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      images_repository_urls = {
        ap-southeast-2 = {
          "atlas/api" = "test"
        }
      }
      host_api_endpoints = {
        ap-southeast-2 = "test"
      }
      roles_api_execution_role_arns = {
        ap-southeast-2 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      roles_api_task_role_arns = {
        ap-southeast-2 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_api_certificate_arns = {
        ap-southeast-2 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
    }
  }
}

override_data {
  target = data.terraform_remote_state.data
  values = {
    outputs = {
      bucket_media_names = {
        ap-southeast-2 = "test"
      }
    }
  }
}

run "promises" {
  command = plan

  assert {
    condition     = module.network.region == "ap-southeast-2"
    error_message = "region of module network is not ap-southeast-2, as the topology says."
  }

  assert {
    condition     = module.service_api.region == "ap-southeast-2"
    error_message = "region of module service_api is not ap-southeast-2, as the topology says."
  }

  assert {
    condition     = module.service_api.min_tasks == 6
    error_message = "min_tasks of module service_api is not 6, as the topology says."
  }

  assert {
    condition     = module.service_api.max_tasks == 17
    error_message = "max_tasks of module service_api is not 17, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_api.scale_on) == jsonencode({ cpu = 60 })
    error_message = "scale_on of module service_api is not cpu 60, as the topology says."
  }
}
