data "aws_caller_identity" "current" {}

locals {
  repositories = {
    for pair in setproduct(var.regions, var.repositories) : "${pair[0]}/${pair[1]}" => {
      region = pair[0]
      name   = pair[1]
    }
  }

  destinations = [for region in var.regions : region if region != var.home]
}

# Every region has its repositories declared: one that replication creates by itself would have the registry's default
# encryption, mutable tags and no lifecycle policy. A repository with images refuses deletion (force_delete stays off).
resource "aws_ecr_repository" "this" {
  for_each = local.repositories

  region               = each.value.region
  name                 = each.value.name
  image_tag_mutability = "IMMUTABLE"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arns[each.value.region]
  }

  image_scanning_configuration {
    scan_on_push = true
  }
}

# Deletions are not replicated, so each region expires its own copies. Tags are immutable: hardly an image ever loses its tag.
resource "aws_ecr_lifecycle_policy" "this" {
  for_each = local.repositories

  region     = each.value.region
  repository = aws_ecr_repository.this[each.key].name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Expire untagged images after 14 days"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 14
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "Keep the newest ${var.keep} images"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = var.keep
        }
        action = { type = "expire" }
      },
    ]
  })
}

# A registry has one replication configuration: this resource owns all of it, for every repository of the account in this region.
# Images pushed before a region was added are not copied: copy them into its repository before services start there.
resource "aws_ecr_replication_configuration" "this" {
  for_each = toset(length(local.destinations) > 0 && length(var.repositories) > 0 ? [var.home] : [])

  region = each.key

  replication_configuration {
    rule {
      dynamic "destination" {
        for_each = local.destinations

        content {
          region      = destination.value
          registry_id = data.aws_caller_identity.current.account_id
        }
      }

      dynamic "repository_filter" {
        for_each = var.repositories

        content {
          filter      = repository_filter.value
          filter_type = "PREFIX_MATCH"
        }
      }
    }
  }

  depends_on = [aws_ecr_repository.this]
}
