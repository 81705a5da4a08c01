module "grafana" {
  source          = "../modules/dashboards/workspace"
  name            = "desk"
  region          = "eu-west-1"
  role_arn        = data.terraform_remote_state.foundation.outputs.grafana_role_arn
  kms_key_arn     = data.terraform_remote_state.foundation.outputs.keys_arns["eu-west-1"]
  grafana_version = "10.4"
  data_sources    = ["AMAZON_OPENSEARCH_SERVICE", "CLOUDWATCH"]
}
