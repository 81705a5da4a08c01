module "grafana" {
  source       = "../modules/dashboards/workspace"
  name         = "desk"
  region       = "eu-west-1"
  role_arn     = data.terraform_remote_state.foundation.outputs.grafana_role_arn
  kms_key_arn  = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
  data_sources = ["CLOUDWATCH", "AMAZON_OPENSEARCH_SERVICE"]
}
