output "repository_urls" {
  description = "URL of each repository in each region: region, then repository."
  value = {
    for region in var.regions : region => {
      for name in var.repositories : name => aws_ecr_repository.this["${region}/${name}"].repository_url
    }
  }
}
