module "keys" {
  source     = "../modules/keys"
  name       = "hello"
  regions    = ["us-east-1", "eu-west-1"]
  log_groups = true
}

module "images" {
  source       = "../modules/images"
  home         = "us-east-1"
  regions      = ["us-east-1", "eu-west-1"]
  repositories = ["hello/web"]
  kms_key_arns = module.keys.arns
}

module "roles_web" {
  source       = "../modules/service/roles"
  name         = "hello"
  service      = "web"
  regions      = ["us-east-1", "eu-west-1"]
  repository   = "hello/web"
  kms_key_arns = module.keys.arns
  key_services = []
  grants       = {}
}

module "host_web" {
  source  = "../modules/service/host"
  domain  = "example.com"
  host    = "web.example.com"
  regions = ["us-east-1", "eu-west-1"]
  home    = "us-east-1"
}
