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
          "desk/tickets" = "test"
        }
      }
      host_tickets_endpoints = {
        us-east-1 = "test"
      }
      roles_tickets_execution_role_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      roles_tickets_task_role_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_tickets_certificate_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      logs_roles_admin_role_arn = "arn:aws:test:us-east-1:123456789012:test/test"
      logs_roles_firehose_role_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      logs_roles_subscription_role_arns = {
        us-east-1 = "arn:aws:test:us-east-1:123456789012:test/test"
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
    condition     = module.service_tickets.region == "us-east-1"
    error_message = "region of module service_tickets is not us-east-1, as the topology says."
  }

  assert {
    condition     = module.service_tickets.min_tasks == 5
    error_message = "min_tasks of module service_tickets is not 5, as the topology says."
  }

  assert {
    condition     = module.service_tickets.max_tasks == 8
    error_message = "max_tasks of module service_tickets is not 8, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_tickets.scale_on) == jsonencode({ requests = 600 })
    error_message = "scale_on of module service_tickets is not requests 600, as the topology says."
  }

  assert {
    condition     = module.logs.region == "us-east-1"
    error_message = "region of module logs is not us-east-1, as the topology says."
  }

  assert {
    condition     = module.logs.data_nodes == 15
    error_message = "data_nodes of module logs is not 15, as the topology says."
  }
}
