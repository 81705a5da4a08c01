//! What a health check of Route 53 needs, by its type.
//!
//! Sources: botocore 1.44 of Route 53, `HealthCheckConfig` (`Type`, `FullyQualifiedDomainName`, `IPAddress`, `Port`, `Regions`: three or more); Route 53 developer
//! guide, "Values that you specify when you create or update health checks".

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "health_check", on: &["aws_route53_health_check"], check };

/// Those that ask an endpoint.
const ASKING: [&str; 5] = ["HTTP", "HTTPS", "HTTPS_STR_MATCH", "HTTP_STR_MATCH", "TCP"];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let has = |name: &str| {
        let value = object.after.get(name);
        !value.is_absent() && value.text() != Some("") && value.as_i64() != Some(0)
    };
    let kind = object.after.get("type").text().unwrap_or_default();
    let asks = ASKING.contains(&kind);
    let regions = object.after.get("regions").items().len();
    let answer = match kind {
        "" => None,
        _ if (1..3).contains(&regions) => Some("it needs three regions"),
        _ if asks && !has("fqdn") && !has("ip_address") => Some("it needs fqdn or ip_address"),
        "TCP" if !has("port") => Some("it needs port"),
        _ if kind.ends_with("_STR_MATCH") && !has("search_string") => {
            Some("it needs search_string")
        }
        "CALCULATED" if !has("child_healthchecks") => Some("it needs child_healthchecks"),
        "CLOUDWATCH_METRIC" if !has("cloudwatch_alarm_name") => {
            Some("it needs cloudwatch_alarm_name")
        }
        _ if !asks && ["fqdn", "ip_address", "port", "resource_path"].into_iter().any(has) => {
            Some("it asks no endpoint")
        }
        _ => None,
    };
    refused(
        "Route 53 refuses the health check",
        answer.map(|why| format!("InvalidInput: Invalid parameter : {kind}: {why}")),
    )
}
