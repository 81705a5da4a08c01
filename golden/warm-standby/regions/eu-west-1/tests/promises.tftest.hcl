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

# Ephemeral resources cannot be mocked before Terraform 1.16. This provider is real and never asked anything: modules that open one
# are overridden below, and nothing is promised of them.
provider "aws" {
  alias                       = "ephemeral"
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

override_data {
  target = data.terraform_remote_state.data
  values = {
    outputs = {
      global_database_orders_engine_version = "test"
      global_database_orders_id             = "test"
      bucket_assets_names = {
        eu-west-1 = "test"
      }
      global_database_orders_endpoint = "test"
    }
  }
}

override_data {
  target = data.terraform_remote_state.foundation
  values = {
    outputs = {
      keys_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      database_monitoring_role_arn = "arn:aws:test:us-east-1:123456789012:test/test"
      images_repository_urls = {
        eu-west-1 = {
          "store/admin" = "test"
          "store/api"   = "test"
        }
      }
      host_admin_endpoints = {
        eu-west-1 = "test"
      }
      roles_admin_execution_role_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      roles_admin_task_role_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_admin_certificate_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_api_endpoints = {
        eu-west-1 = "test"
      }
      roles_api_execution_role_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      roles_api_task_role_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_api_certificate_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      logs_roles_admin_role_arn = "arn:aws:test:us-east-1:123456789012:test/test"
      logs_roles_firehose_role_arns = {
        eu-west-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      logs_roles_subscription_role_arns = {
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
    condition     = module.database_orders.region == "eu-west-1"
    error_message = "region of module database_orders is not eu-west-1, as the topology says."
  }

  assert {
    condition     = jsonencode(module.database_orders.instance_classes) == jsonencode(["db.r7g.2xlarge", "db.r7g.2xlarge", "db.r7g.2xlarge", "db.r7g.2xlarge"])
    error_message = "instance_classes of module database_orders is not db.r7g.2xlarge, db.r7g.2xlarge, db.r7g.2xlarge, db.r7g.2xlarge, as the topology says."
  }

  assert {
    condition     = module.service_admin.region == "eu-west-1"
    error_message = "region of module service_admin is not eu-west-1, as the topology says."
  }

  assert {
    condition     = module.service_admin.min_tasks == 3
    error_message = "min_tasks of module service_admin is not 3, as the topology says."
  }

  assert {
    condition     = module.service_admin.max_tasks == 3
    error_message = "max_tasks of module service_admin is not 3, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_admin.scale_on) == jsonencode({ cpu = 60 })
    error_message = "scale_on of module service_admin is not cpu 60, as the topology says."
  }

  assert {
    condition     = module.service_api.region == "eu-west-1"
    error_message = "region of module service_api is not eu-west-1, as the topology says."
  }

  assert {
    condition     = module.service_api.min_tasks == 6
    error_message = "min_tasks of module service_api is not 6, as the topology says."
  }

  assert {
    condition     = module.service_api.max_tasks == 20
    error_message = "max_tasks of module service_api is not 20, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_api.scale_on) == jsonencode({ cpu = 60 })
    error_message = "scale_on of module service_api is not cpu 60, as the topology says."
  }

  assert {
    condition     = jsonencode(module.functions.reserved_concurrency) == jsonencode({ process-payment = 600 })
    error_message = "reserved_concurrency of module functions is not process-payment 600, as the topology says."
  }

  assert {
    condition     = module.logs.region == "eu-west-1"
    error_message = "region of module logs is not eu-west-1, as the topology says."
  }

  assert {
    condition     = module.logs.data_nodes == 45
    error_message = "data_nodes of module logs is not 45, as the topology says."
  }
}
