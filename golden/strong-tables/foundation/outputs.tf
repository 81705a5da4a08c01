output "keys_arns" {
  value = module.keys.arns
}
