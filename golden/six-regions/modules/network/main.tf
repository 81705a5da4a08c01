data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

# Global Accelerator cannot preserve client addresses in apne1-az3, cac1-az3 and usw1-az2, and Fargate does not run in apne1-az3,
# use1-az3 and usw1-az2. Zones are not filtered by state: in the incident that takes one, plans must work.
data "aws_availability_zones" "this" {
  #checkov:skip=CKV_AWS_394:subnets ignore later changes of their zone
  region           = var.region
  exclude_zone_ids = ["apne1-az3", "cac1-az3", "use1-az3", "usw1-az2"]

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

# Only a warning, for the same reason.
check "zones" {
  assert {
    condition     = length(local.zone_ids) >= var.zones
    error_message = "${var.region} has ${length(local.zone_ids)} usable zones for this account, not the ${var.zones} asked for."
  }
}

locals {
  # The letters are ours, not AWS's zone names: a subnet keeps its letter, and so its address range, for life.
  subnets = { for index, letter in slice(["a", "b", "c", "d", "e", "f"], 0, var.zones) : letter => index }

  # Zone ids, unlike zone names, mean the same place in every account.
  zone_ids = sort(data.aws_availability_zones.this.zone_ids)
}

resource "aws_vpc" "this" {
  region               = var.region
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# Private subnets take the first of sixteen blocks (a /20 each in a /16); the blocks after them stay free for further tiers.
resource "aws_subnet" "private" {
  for_each = local.subnets

  region               = var.region
  vpc_id               = aws_vpc.this.id
  availability_zone_id = element(local.zone_ids, each.value)
  cidr_block           = cidrsubnet(var.cidr, 4, each.value)

  tags = { Name = "${var.name}-private-${each.key}" }

  # A zone that AWS adds or withdraws shifts the sorted list; without this it would replace live subnets.
  lifecycle {
    ignore_changes = [availability_zone_id]
  }
}

# Data stores need no way out: these subnets have a route table without any route, and the blocks after the private ones.
resource "aws_subnet" "data" {
  for_each = { for letter, index in local.subnets : letter => index if var.data }

  region               = var.region
  vpc_id               = aws_vpc.this.id
  availability_zone_id = element(local.zone_ids, each.value)
  cidr_block           = cidrsubnet(var.cidr, 4, 6 + each.value)

  tags = { Name = "${var.name}-data-${each.key}" }

  lifecycle {
    ignore_changes = [availability_zone_id]
  }
}

# Public subnets hold nothing but load balancers: small, at the far end of the range, and without automatic public addresses.
resource "aws_subnet" "public" {
  for_each = { for letter, index in local.subnets : letter => index if var.public }

  region               = var.region
  vpc_id               = aws_vpc.this.id
  availability_zone_id = element(local.zone_ids, each.value)
  cidr_block           = cidrsubnet(var.cidr, 8, 240 + each.value)

  tags = { Name = "${var.name}-public-${each.key}" }

  lifecycle {
    ignore_changes = [availability_zone_id]
  }
}

# Internal load balancers need it too: Global Accelerator delivers into a VPC only when an internet gateway is attached.
resource "aws_internet_gateway" "this" {
  region = var.region
  vpc_id = aws_vpc.this.id

  tags = { Name = var.name }
}

# Adopted to be emptied: whatever is launched without a security group can then talk to nobody.
resource "aws_default_security_group" "this" {
  region = var.region
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-default-unused" }
}
