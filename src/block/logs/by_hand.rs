//! What Terraform leaves to people: a domain's inside answers in its VPC only, and not to the AWS
//! provider at all.

/// For every region with a domain.
pub(super) const DOMAINS: [&str; 4] = [
    "Log domains, before logs are expected: let Firehose in. Until then a domain answers it with 403, and every line waits in
  the bucket `{{ name }}-log-backup-<region>-<account>`. Inside the region's VPC, as role `{{ name }}-logs-admin`, send both:

  ```text
  PUT _plugins/_security/api/roles/firehose
  {
    \"cluster_permissions\": [\"cluster_composite_ops\", \"cluster_monitor\"],
    \"index_permissions\": [
      { \"index_patterns\": [\"services-*\"], \"allowed_actions\": [\"create_index\", \"crud\", \"manage\"] }
    ]
  }
  PUT _plugins/_security/api/rolesmapping/firehose
  { \"backend_roles\": [\"arn:aws:iam::<account>:role/{{ name }}-logs-<region>-firehose\"] }
  ```
",
    "Log domains: have each delete old indexes, by an Index State Management policy for `services-*`. `retention_days` sizes
  the domains and expires log groups and undelivered logs, but no index. A domain is sized for what its region *runs* in
  the table below and does not grow by itself: when more is written than that, its alarm on free storage comes first.",
    "Log domains: turn audit logging on in each (Dashboards, Security, Audit logs). Terraform has set up where it goes.",
    "Services: log JSON objects, one a line. Any other line cannot be indexed and ends in the bucket above.",
];

/// For an account that may have had domains before.
pub(super) const SERVICE_LINKED_ROLE: &str = "OpenSearch's service-linked role exists once per account. If the first apply says that its name has been taken, write
  `service_linked_role = \"existing\"` under `[logs]`.";
