//! A role is linked to a service that there is, and stays while the service has something that works with it.
//!
//! Sources: botocore 1.44, `CreateServiceLinkedRole` and `DeleteServiceLinkedRole` of IAM; clouddrove/terraform-aws-elasticsearch issue 20
//! ("Cannot find Service Linked Role template"); OpenSearch Service developer guide, "Using service-linked roles" (of domains in a VPC).

use super::Rule;
use super::principals::SERVICES;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "service_linked_role", on: &["aws_iam_service_linked_role"], check };

/// Services whose roles have a suffix: one for each.
const SUFFIXED: [&str; 4] = ["autoscaling", "connect", "email.cognito-idp", "lex"];

/// What of a service works with its role, if it has this.
const USERS: &[(&str, &str, &str)] = &[
    ("ecs.amazonaws.com", "aws_ecs_service", "cluster"),
    ("opensearchservice.amazonaws.com", "aws_opensearch_domain", "vpc_options"),
];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let role = if object.after.is_null() { object.before } else { object.after };
    let service = role.get("aws_service_name").text().unwrap_or_default();
    let name = service.strip_suffix(".amazonaws.com").unwrap_or_default();
    let detail = if object.after.is_null() {
        let mut users = USERS.iter().filter(|(one, ..)| *one == service);
        let used = users.any(|(_, kind, by)| account.all(kind).any(|one| !one.get(by).is_absent()));
        used.then(|| {
            "DeleteServiceLinkedRole task FAILED: resources of the service use the role".to_owned()
        })
    } else if !SERVICES.contains(name) {
        Some(format!("InvalidInput: Cannot find Service Linked Role template for {service}"))
    } else if role.get("custom_suffix").text().is_some_and(|suffix| !suffix.is_empty())
        && !SUFFIXED.contains(&name)
    {
        Some(format!("InvalidInput: Custom suffix is not allowed for {service}"))
    } else {
        None
    };
    detail.map_or(Ok(()), |detail| {
        Err(Problem::new("The role is not the service's to make or lose").detail(detail))
    })
}
