//! The conditions of `data/replacement.tsv`, as code: what is told there in words is decided here by values.

use std::cmp::Ordering;

use super::{Answer, Change, at, differ, other_count};
use crate::value::Value;

type Condition = fn(change: Change<'_>, path: &str) -> Answer;

/// By type and argument; all arguments of a type where none is named.
type Table = &'static [(&'static str, &'static [&'static str], Condition)];

const REPLACES: Table = &[
    ("aws_acm_certificate", &[], not_imported),
    ("aws_cloudwatch_log_delivery_destination", &[], of_another_service),
    ("aws_dynamodb_table", &[], not_cleared),
    ("aws_elasticache_replication_group", &["engine"], another_engine),
    ("aws_elasticache_replication_group", &["engine_version"], lower_version),
    ("aws_elasticache_replication_group", &["node_group_configuration"], perhaps),
    ("aws_elasticache_replication_group", &["transit_encryption_enabled"], before_7_0_5),
    ("aws_lambda_function", &["durable_config"], came_or_went),
    ("aws_lb", &["secondary_ips_auto_assigned_per_subnet"], network_lowered),
    ("aws_lb", &["security_groups"], network_secured_or_not),
    ("aws_lb", &["subnet_mapping"], other_mappings),
    ("aws_lb", &["subnets"], network_moved),
    ("aws_nat_gateway", &["regional_nat_gateway_auto_mode"], regional_addresses),
    ("aws_nat_gateway", &["secondary_private_ip_address_count"], private_addresses),
    ("aws_opensearch_domain", &["advanced_security_options.enabled"], turned_off),
    ("aws_opensearch_domain", &["encrypt_at_rest.enabled"], turned_off_or_old),
    ("aws_opensearch_domain", &["engine_version"], perhaps),
    ("aws_opensearch_domain", &["ip_address_type"], no_longer_dualstack),
    ("aws_opensearch_domain", &["node_to_node_encryption.enabled"], turned_off_or_old),
    ("aws_rds_cluster", &["storage_type"], not_aurora),
    ("aws_s3_bucket_cors_configuration", &[], another_owner),
    ("aws_s3_bucket_logging", &[], another_owner),
    ("aws_s3_bucket_server_side_encryption_configuration", &[], another_owner),
    ("aws_s3_bucket_versioning", &[], another_owner),
    ("aws_secretsmanager_secret_version", &["secret_string"], secret_string),
    ("aws_secretsmanager_secret_version", &["secret_string_wo"], secret_string_wo),
    ("aws_secretsmanager_secret_version", &["secret_string_wo_version"], secret_version),
    ("aws_ssm_parameter", &["tier"], no_longer_advanced),
    ("aws_subnet", &["ipv6_cidr_block"], assigned_ipv6),
    ("aws_vpc", &["instance_tenancy"], not_to_default),
    ("aws_vpc_endpoint", &["private_dns_enabled"], not_an_interface),
    ("aws_vpc_security_group_egress_rule", &[], another_kind_of_peer),
    ("aws_vpc_security_group_ingress_rule", &[], another_kind_of_peer),
];

const REFUSES: Table = &[
    ("aws_dynamodb_table", &[], lowered_units),
    ("aws_ecs_service", &["capacity_provider_strategy"], not_deployed_anew),
    ("aws_elasticache_global_replication_group", &["engine_version"], lower_version),
    ("aws_s3_bucket_versioning", &["versioning_configuration.status"], no_longer_versioned),
];

pub(super) fn replaces(kind: &str, path: &str, change: Change<'_>) -> Answer {
    judge(REPLACES, kind, path, change)
}

pub(super) fn refuses(kind: &str, path: &str, change: Change<'_>) -> Answer {
    judge(REFUSES, kind, path, change)
}

/// A condition that nobody wrote is one that nobody can decide; a test finds it.
fn judge(table: Table, kind: &str, path: &str, change: Change<'_>) -> Answer {
    let mut found = table.iter().filter(|(one, ..)| *one == kind);
    let condition = found.find(|(_, paths, _)| paths.is_empty() || paths.contains(&path));
    condition.map_or(Answer::Unsure, |(_, _, condition)| condition(change, path))
}

/// What only the service knows.
fn perhaps(change: Change<'_>, path: &str) -> Answer {
    if differ(change, path) { Answer::Unsure } else { Answer::No }
}

fn not_imported(change: Change<'_>, path: &str) -> Answer {
    let imported = change.prior.get("type").text() == Some("IMPORTED");
    Answer::from(!imported && differ(change, path))
}

fn of_another_service(change: Change<'_>, path: &str) -> Answer {
    let service = |value| {
        let arns = at(value, path).into_iter().filter_map(Value::text);
        arns.map(|arn| arn.split(':').nth(2).map(str::to_owned)).collect::<Vec<_>>()
    };
    let unknown = at(change.planned, path).into_iter().any(|one| !one.is_known());
    Answer::from(unknown || service(change.prior) != service(change.planned))
}

fn not_cleared(change: Change<'_>, path: &str) -> Answer {
    let after = one(change.planned, path);
    if after.is_known() {
        Answer::from(!empty(after) && differ(change, path))
    } else {
        Answer::Unsure
    }
}

fn in_a_global_group(change: Change<'_>) -> bool {
    let group = change.planned.get("global_replication_group_id");
    group.text().is_some_and(|id| !id.is_empty())
}

fn another_engine(change: Change<'_>, path: &str) -> Answer {
    let [before, after] = texts(change, path);
    let in_place = before == Some("redis") && after == Some("valkey");
    Answer::from(differ(change, path) && !in_place && !in_a_global_group(change))
}

/// A version such as 6.x is compared through the running one, which the values need not have.
fn lower_version(change: Change<'_>, path: &str) -> Answer {
    if !differ(change, path) || in_a_global_group(change) {
        return Answer::No;
    }
    let [before, after] = texts(change, path).map(|text| text.and_then(numbers));
    match (before, after) {
        (Some(before), Some(after)) => Answer::from(after.cmp(&before) == Ordering::Less),
        _ => Answer::Unsure,
    }
}

fn before_7_0_5(change: Change<'_>, path: &str) -> Answer {
    if !differ(change, path) {
        return Answer::No;
    }
    let running = change.prior.get("engine_version_actual").text().and_then(numbers);
    running.map_or(Answer::Unsure, |running| Answer::from(running < vec![7, 0, 5]))
}

fn came_or_went(change: Change<'_>, path: &str) -> Answer {
    Answer::from(other_count(change, path))
}

/// The conditions of load balancers differ by their type; that of a gateway has none of them.
fn is_network(change: Change<'_>) -> bool {
    change.planned.get("load_balancer_type").text() == Some("network")
}

fn network_lowered(change: Change<'_>, path: &str) -> Answer {
    Answer::from(is_network(change) && lowered(change, path))
}

fn network_secured_or_not(change: Change<'_>, path: &str) -> Answer {
    let (before, after) = (one(change.prior, path), one(change.planned, path));
    let some = |value: &Value| matches!(value, Value::Unknown) || !value.items().is_empty();
    Answer::from(is_network(change) && some(before) != some(after))
}

fn network_moved(change: Change<'_>, path: &str) -> Answer {
    if !is_network(change) || !differ(change, path) {
        return Answer::No;
    }
    let (before, after) = (one(change.prior, path), one(change.planned, path));
    if matches!(after, Value::Unknown) {
        return Answer::Unsure;
    }
    Answer::from(after.items().len() <= before.items().len())
}

fn other_mappings(change: Change<'_>, path: &str) -> Answer {
    let (before, after) = (one(change.prior, path), one(change.planned, path));
    if !after.is_known() {
        return perhaps(change, path);
    }
    let kept = |of: &Value, by: &Value| of.items().iter().all(|one| by.items().contains(one));
    let same = after.items().len() == before.items().len();
    if is_network(change) || same {
        return Answer::from(!kept(before, after));
    }
    // On a removal the fewer are among the more, on an addition as well.
    Answer::from(!kept(before, after) && !kept(after, before))
}

fn regional_addresses(change: Change<'_>, _: &str) -> Answer {
    let path = "availability_zone_address";
    if change.planned.get("availability_mode").text() != Some("regional") {
        return Answer::No;
    }
    if matches!(one(change.planned, path), Value::Unknown) {
        return Answer::Unsure;
    }
    let none = |value| one(value, path).items().is_empty();
    Answer::from(none(change.prior) != none(change.planned))
}

fn private_addresses(change: Change<'_>, path: &str) -> Answer {
    let private = change.planned.get("connectivity_type").text() == Some("private");
    let set = matches!(one(change.config, path), Value::Number(_));
    Answer::from(private && set && differ(change, path))
}

fn turned_off(change: Change<'_>, path: &str) -> Answer {
    let on = |value| at(value, path).contains(&&Value::Bool(true));
    Answer::from(on(change.prior) && !on(change.planned))
}

/// On Elasticsearch before 6.7 turning it on replaces as well.
fn turned_off_or_old(change: Change<'_>, path: &str) -> Answer {
    let version = change.planned.get("engine_version").text();
    let old = version.and_then(|text| text.strip_prefix("Elasticsearch_")).and_then(numbers);
    let old = old.is_some_and(|version| version < vec![6, 7]);
    if old { Answer::from(differ(change, path)) } else { turned_off(change, path) }
}

fn no_longer_dualstack(change: Change<'_>, path: &str) -> Answer {
    let [before, after] = texts(change, path);
    Answer::from(before == Some("dualstack") && after != Some("dualstack"))
}

fn not_aurora(change: Change<'_>, path: &str) -> Answer {
    let aurora = change.planned.get("engine").text().is_some_and(|one| one.starts_with("aurora"));
    Answer::from(!aurora && differ(change, path))
}

fn another_owner(change: Change<'_>, path: &str) -> Answer {
    let [before, after] = texts(change, path);
    if !differ(change, path) {
        return Answer::No;
    }
    match (before.filter(|one| !one.is_empty()), after, change.account) {
        (None, Some(_), None) => Answer::Unsure,
        (None, Some(after), Some(account)) => Answer::from(after != account),
        _ => Answer::Yes,
    }
}

fn secret_string(change: Change<'_>, path: &str) -> Answer {
    let before = one(change.prior, path);
    let version = !change.prior.get("secret_string_wo_version").is_null();
    let (held, sets) = (!empty(before), !empty(one(change.config, path)));
    Answer::from(sets && (held && differ(change, path) || version))
}

/// The value is in no plan: the configuration has it.
fn secret_string_wo(change: Change<'_>, path: &str) -> Answer {
    let held = !empty(change.prior.get("secret_string"));
    let takes_its_place = held && empty(one(change.config, "secret_string"));
    let after = one(change.config, path);
    let another = after.text() != change.prior.get("secret_string").text();
    Answer::from(takes_its_place && !empty(after) && another)
}

fn secret_version(change: Change<'_>, path: &str) -> Answer {
    let (before, after) = (one(change.prior, path), one(change.config, path));
    Answer::from(!before.is_null() && !after.is_null() && before != after)
}

fn no_longer_advanced(change: Change<'_>, path: &str) -> Answer {
    Answer::from(texts(change, path) == [Some("Advanced"), Some("Standard")])
}

fn assigned_ipv6(change: Change<'_>, path: &str) -> Answer {
    let assigned = *change.prior.get("assign_ipv6_address_on_creation") == Value::Bool(true);
    Answer::from(assigned && differ(change, path))
}

fn not_to_default(change: Change<'_>, path: &str) -> Answer {
    let eased = texts(change, path) == [Some("dedicated"), Some("default")];
    Answer::from(differ(change, path) && !eased)
}

fn not_an_interface(change: Change<'_>, path: &str) -> Answer {
    let interface = change.planned.get("vpc_endpoint_type").text() == Some("Interface");
    Answer::from(!interface && differ(change, path))
}

/// Another value of the same kind of peer is in place.
fn another_kind_of_peer(change: Change<'_>, path: &str) -> Answer {
    let set = |value| !empty(one(value, path));
    Answer::from(set(change.prior) != set(change.planned))
}

fn lowered_units(change: Change<'_>, path: &str) -> Answer {
    let none = one(change.planned, path).as_i64() == Some(0);
    Answer::from(lowered(change, path) && !none)
}

fn not_deployed_anew(change: Change<'_>, path: &str) -> Answer {
    let anew = *change.planned.get("force_new_deployment") == Value::Bool(true);
    let known = at(change.planned, path).into_iter().all(Value::is_known);
    Answer::from(!anew && known && differ(change, path))
}

fn no_longer_versioned(change: Change<'_>, path: &str) -> Answer {
    let [before, after] = texts(change, path);
    Answer::from(matches!(before, Some("Enabled" | "Suspended")) && after == Some("Disabled"))
}

/// The only value of a path; null where there is none.
fn one<'a>(value: &'a Value, path: &str) -> &'a Value {
    at(value, path).into_iter().next().unwrap_or(&Value::Null)
}

fn texts<'a>(change: Change<'a>, path: &str) -> [Option<&'a str>; 2] {
    [one(change.prior, path).text(), one(change.planned, path).text()]
}

fn empty(value: &Value) -> bool {
    value.is_absent() || value.text() == Some("")
}

fn lowered(change: Change<'_>, path: &str) -> bool {
    let [before, after] = [change.prior, change.planned].map(|value| one(value, path).as_i64());
    before.zip(after).is_some_and(|(before, after)| after < before)
}

/// The numbers of a version; none if a part is no number.
fn numbers(version: &str) -> Option<Vec<u32>> {
    version.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replacement::Replacement;

    #[test]
    fn every_condition_is_one_of_the_data() {
        for (table, refused) in [(REPLACES, false), (REFUSES, true)] {
            for (kind, paths, _) in table {
                let known = Replacement::of(kind).unwrap().unwrap();
                let told = if refused { known.refused_if } else { known.conditional };
                assert!(!told.is_empty(), "{kind}");
                for path in *paths {
                    assert!(told.contains_key(*path), "{kind}.{path}");
                }
            }
        }
    }
}
