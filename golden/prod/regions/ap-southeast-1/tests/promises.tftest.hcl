# What the topology promises of this root. It needs neither AWS nor a state: in this folder
#   terraform init -backend=false && terraform test
# or the same with tofu. What AWS would make up is made up here.
mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = {
      zone_ids = ["test1-az1", "test1-az2", "test1-az3", "test1-az4"]
    }
  }

  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }

  mock_data "aws_iam_policy_document" {
    defaults = {
      json = "{}"
    }
  }

  mock_data "aws_partition" {
    defaults = {
      partition = "aws"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:ap-southeast-1:123456789012:log-group:test"
    }
  }

  mock_resource "aws_ecs_cluster" {
    defaults = {
      arn = "arn:aws:ecs:ap-southeast-1:123456789012:cluster/test"
    }
  }

  mock_resource "aws_ecs_task_definition" {
    defaults = {
      arn = "arn:aws:ecs:ap-southeast-1:123456789012:task-definition/test:1"
    }
  }

  mock_resource "aws_internet_gateway" {
    defaults = {
      id = "igw-aaab0a11896839127"
    }
  }

  mock_resource "aws_lambda_function" {
    defaults = {
      arn = "arn:aws:lambda:ap-southeast-1:123456789012:function:test"
    }
  }

  mock_resource "aws_lb" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:ap-southeast-1:123456789012:loadbalancer/app/test/347e7f1dab7a48be"
      arn_suffix = "app/test/290ee4f936742f3c"
      dns_name   = "test-6310712314.ap-southeast-1.elb.amazonaws.com"
      zone_id    = "ZYQV4YSL7IC3HX"
    }
  }

  mock_resource "aws_lb_target_group" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:ap-southeast-1:123456789012:targetgroup/test/5ed77c48043980f6"
      arn_suffix = "targetgroup/test/e415a810c5638449"
    }
  }

  mock_resource "aws_nat_gateway" {
    defaults = {
      id = "nat-f8b5fdbcb866403e9"
    }
  }

  mock_resource "aws_opensearch_domain" {
    defaults = {
      arn      = "arn:aws:es:ap-southeast-1:123456789012:domain/test"
      endpoint = "vpc-test-ngn5mojr8fu1xu49is1wakk907.ap-southeast-1.es.amazonaws.com"
    }
  }

  mock_resource "aws_rds_cluster" {
    defaults = {
      id              = "test"
      reader_endpoint = "test.cluster-ro-7917pigvivw1.ap-southeast-1.rds.amazonaws.com"
    }
  }

  mock_resource "aws_route_table" {
    defaults = {
      id = "rtb-0ffe9e4444e026735"
    }
  }

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn = "arn:aws:s3:::test"
      id  = "test"
    }
  }

  mock_resource "aws_security_group" {
    defaults = {
      id = "sg-09e9d67063552ab7a"
    }
  }

  mock_resource "aws_sns_topic" {
    defaults = {
      arn = "arn:aws:sns:ap-southeast-1:123456789012:test"
    }
  }

  mock_resource "aws_subnet" {
    defaults = {
      id = "subnet-28e542e6affa91a02"
    }
  }

  mock_resource "aws_vpc" {
    defaults = {
      id = "vpc-d7662c51e2e8b9b7c"
    }
  }

  mock_resource "aws_vpc_endpoint" {
    defaults = {
      prefix_list_id = "pl-8ada1cca"
    }
  }

  mock_resource "aws_wafv2_web_acl" {
    defaults = {
      arn = "arn:aws:wafv2:ap-southeast-1:123456789012:global/webacl/test/cbb06a0e-4df4-4b85-aa48-f111ed7b8abf"
    }
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
        ap-southeast-1 = "test"
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
        ap-southeast-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      database_monitoring_role_arn = "arn:aws:test:us-east-1:123456789012:test/test"
      images_repository_urls = {
        ap-southeast-1 = {
          "shop/api" = "test"
        }
      }
      roles_api_execution_role_arns = {
        ap-southeast-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      roles_api_task_role_arns = {
        ap-southeast-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      host_api_certificate_arns = {
        ap-southeast-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      logs_roles_admin_role_arn = "arn:aws:test:us-east-1:123456789012:test/test"
      logs_roles_firehose_role_arns = {
        ap-southeast-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
      logs_roles_splitter_role_arns = {
        ap-southeast-1 = "arn:aws:test:us-east-1:123456789012:test/test"
      }
    }
  }
}

run "promises" {
  command = plan

  assert {
    condition     = module.network.region == "ap-southeast-1"
    error_message = "region of module network is not ap-southeast-1, as the topology says."
  }

  assert {
    condition     = module.database_orders.region == "ap-southeast-1"
    error_message = "region of module database_orders is not ap-southeast-1, as the topology says."
  }

  assert {
    condition     = jsonencode(module.database_orders.instance_classes) == jsonencode(["db.r7g.2xlarge", "db.r7g.2xlarge"])
    error_message = "instance_classes of module database_orders is not db.r7g.2xlarge, db.r7g.2xlarge, as the topology says."
  }

  assert {
    condition     = module.service_api.region == "ap-southeast-1"
    error_message = "region of module service_api is not ap-southeast-1, as the topology says."
  }

  assert {
    condition     = module.service_api.min_tasks == 2
    error_message = "min_tasks of module service_api is not 2, as the topology says."
  }

  assert {
    condition     = module.service_api.max_tasks == 2
    error_message = "max_tasks of module service_api is not 2, as the topology says."
  }

  assert {
    condition     = jsonencode(module.service_api.scale_on) == jsonencode({ cpu = 60 })
    error_message = "scale_on of module service_api is not cpu 60, as the topology says."
  }

  assert {
    condition     = jsonencode(module.functions.reserved_concurrency) == jsonencode({ process-payment = 60 })
    error_message = "reserved_concurrency of module functions is not process-payment 60, as the topology says."
  }

  assert {
    condition     = module.logs.region == "ap-southeast-1"
    error_message = "region of module logs is not ap-southeast-1, as the topology says."
  }

  assert {
    condition     = module.logs.data_nodes == 6
    error_message = "data_nodes of module logs is not 6, as the topology says."
  }
}
