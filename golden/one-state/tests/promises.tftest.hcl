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

run "promises" {
  command = plan

  assert {
    condition     = module.network_eu_west_1.region == "eu-west-1"
    error_message = "region of module network_eu_west_1 is not eu-west-1, as the topology says."
  }

  assert {
    condition     = jsonencode(module.table_sessions.regions) == jsonencode(["eu-west-1"])
    error_message = "regions of module table_sessions is not eu-west-1, as the topology says."
  }

  assert {
    condition     = module.service_portal_eu_west_1.region == "eu-west-1"
    error_message = "region of module service_portal_eu_west_1 is not eu-west-1, as the topology says."
  }

  assert {
    condition     = module.service_portal_eu_west_1.min_tasks == 3
    error_message = "min_tasks of module service_portal_eu_west_1 is not 3, as the topology says."
  }

  assert {
    condition     = module.service_portal_eu_west_1.max_tasks == 3
    error_message = "max_tasks of module service_portal_eu_west_1 is not 3, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_portal_eu_west_1.scale_on) == jsonencode({ cpu = 60 })
    error_message = "scale_on of module service_portal_eu_west_1 is not cpu 60, as the topology says."
  }
}
