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

  mock_data "aws_route53_zone" {
    defaults = {
      zone_id = "ZYQV4YSL7IC3HX"
    }
  }

  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:us-east-2:123456789012:certificate/4a469fee-3e24-4812-a408-900c24e32877"
      domain_validation_options = [{
        domain_name           = "portal.intra.example.com"
        resource_record_name  = "_e73884808955a08ebdfe057939eb53a8.portal.intra.example.com."
        resource_record_type  = "CNAME"
        resource_record_value = "_b0db5b6924c27db3bb13dd63f386e4d3.jkddzztszm.acm-validations.aws."
        }, {
        domain_name           = "eu-west-1.portal.intra.example.com"
        resource_record_name  = "_e73884808955a08ebdfe057939eb53a8.eu-west-1.portal.intra.example.com."
        resource_record_type  = "CNAME"
        resource_record_value = "_b0db5b6924c27db3bb13dd63f386e4d3.jkddzztszm.acm-validations.aws."
      }]
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:us-east-2:123456789012:log-group:test"
    }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn = "arn:aws:dynamodb:us-east-2:123456789012:table/test"
    }
  }

  mock_resource "aws_ecr_repository" {
    defaults = {
      repository_url = "123456789012.dkr.ecr.us-east-2.amazonaws.com/test"
    }
  }

  mock_resource "aws_ecs_cluster" {
    defaults = {
      arn = "arn:aws:ecs:us-east-2:123456789012:cluster/test"
    }
  }

  mock_resource "aws_ecs_task_definition" {
    defaults = {
      arn = "arn:aws:ecs:us-east-2:123456789012:task-definition/test:1"
    }
  }

  mock_resource "aws_globalaccelerator_accelerator" {
    defaults = {
      arn            = "arn:aws:globalaccelerator::123456789012:accelerator/2274e326-1f49-413d-a130-7539f1b3db1f"
      dns_name       = "a343bb6465c2125d8.awsglobalaccelerator.com"
      hosted_zone_id = "Z2BJ6XQ5FK7U4H"
      ip_sets = [{
        ip_addresses = ["198.51.100.7", "203.0.113.7"]
        ip_family    = "IPv4"
      }]
    }
  }

  mock_resource "aws_globalaccelerator_listener" {
    defaults = {
      arn = "arn:aws:globalaccelerator::123456789012:listener/accelerator/98cf0a8bffc2/listener/c510323a"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/test"
    }
  }

  mock_resource "aws_internet_gateway" {
    defaults = {
      id = "igw-aaab0a11896839127"
    }
  }

  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:us-east-2:123456789012:key/8c17fd25-f5bf-44b1-a9c3-1820f3f3d52f"
      key_id = "8c17fd25-f5bf-44b1-a9c3-1820f3f3d52f"
    }
  }

  mock_resource "aws_lb" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer/app/test/347e7f1dab7a48be"
      arn_suffix = "app/test/290ee4f936742f3c"
      dns_name   = "test-6310712314.us-east-2.elb.amazonaws.com"
      zone_id    = "ZYQV4YSL7IC3HX"
    }
  }

  mock_resource "aws_lb_target_group" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/test/5ed77c48043980f6"
      arn_suffix = "targetgroup/test/e415a810c5638449"
    }
  }

  mock_resource "aws_nat_gateway" {
    defaults = {
      id = "nat-f8b5fdbcb866403e9"
    }
  }

  mock_resource "aws_route53_record" {
    defaults = {
      fqdn = "test"
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
      arn = "arn:aws:wafv2:us-east-2:123456789012:global/webacl/test/cbb06a0e-4df4-4b85-aa48-f111ed7b8abf"
    }
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
