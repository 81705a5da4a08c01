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
        eu-central-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      images_repository_urls = {
        eu-central-1 = {
          "pay/checkout" = "test"
          "pay/ledger"   = "test"
        }
      }
      host_checkout_endpoints = {
        eu-central-1 = "test"
      }
      roles_checkout_execution_role_arns = {
        eu-central-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      roles_checkout_task_role_arns = {
        eu-central-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_checkout_certificate_arns = {
        eu-central-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_ledger_endpoints = {
        eu-central-1 = "test"
      }
      roles_ledger_execution_role_arns = {
        eu-central-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      roles_ledger_task_role_arns = {
        eu-central-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_ledger_certificate_arns = {
        eu-central-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
    }
  }
}

run "promises" {
  command = plan

  assert {
    condition     = module.network.region == "eu-central-1"
    error_message = "region of module network is not eu-central-1, as the topology says."
  }

  assert {
    condition     = module.service_checkout.region == "eu-central-1"
    error_message = "region of module service_checkout is not eu-central-1, as the topology says."
  }

  assert {
    condition     = module.service_checkout.min_tasks == 7
    error_message = "min_tasks of module service_checkout is not 7, as the topology says."
  }

  assert {
    condition     = module.service_checkout.max_tasks == 10
    error_message = "max_tasks of module service_checkout is not 10, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_checkout.scale_on) == jsonencode({ cpu = 60 })
    error_message = "scale_on of module service_checkout is not cpu 60, as the topology says."
  }

  assert {
    condition     = module.service_ledger.region == "eu-central-1"
    error_message = "region of module service_ledger is not eu-central-1, as the topology says."
  }

  assert {
    condition     = module.service_ledger.min_tasks == 4
    error_message = "min_tasks of module service_ledger is not 4, as the topology says."
  }

  assert {
    condition     = module.service_ledger.max_tasks == 5
    error_message = "max_tasks of module service_ledger is not 5, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_ledger.scale_on) == jsonencode({ cpu = 60 })
    error_message = "scale_on of module service_ledger is not cpu 60, as the topology says."
  }
}
