//! What AWS refuses although schema and provider let it pass: one rule a file, each with its source.
//!
//! A rule judges one change, and what it needs to know of other objects it asks the account. Each has a fixture of
//! its name in `tests/fixtures/refusals`, which it refuses, and a golden tree that is broken in the same way.

mod accelerator;
mod admitted;
mod alarm;
mod alarm_series;
mod assumable;
mod autoscaling;
mod backup;
mod bucket_acl;
mod bucket_encryption;
mod bucket_lifecycle;
mod bucket_replication;
mod budget;
mod certificate;
mod composite_alarm;
mod dashboard;
mod database_engine;
mod database_insights;
mod database_network;
mod deletion_protection;
mod delivery_stream;
mod distribution;
mod ecs_service;
mod engine_version;
mod experiment;
mod fargate;
mod final_snapshot;
mod flow_log;
mod function;
mod global_database;
mod health_check;
mod in_use;
mod internet_gateway;
mod key_lockout;
mod key_spec;
mod key_state;
mod limits;
mod load_balancer;
mod log_delivery;
mod logs_into_search;
mod managed_policy;
mod model;
mod name_taken;
mod nat_gateway;
mod notification;
mod parameter;
mod permitted;
mod policy_form;
mod policy_scope;
mod policy_size;
mod principals;
mod public_policy;
mod queue;
mod quotas;
mod record_set;
mod references;
mod registry;
mod replica_secret;
mod replication;
mod replication_group;
mod role_policies;
mod routes;
mod schedule;
mod search_domain;
mod search_volume;
mod secret;
mod security_rule;
mod service_linked_role;
mod strong_table;
mod subnet_group;
mod subnet_range;
mod subscribed_stream;
mod subscription;
mod table;
mod tags;
mod vpc_endpoint;
mod web_acl;
mod workspace;

use aws_catalogue::{Attribute, Catalogue, Kind, Value};

use crate::account::{Account, Changing, Object};
use crate::problem::Problem;
pub use limits::Limit;
pub use references::Reference;

/// A rule: its name, the types that it judges (all, if none is named), and what it says.
struct Rule {
    name: &'static str,
    on: &'static [&'static str],
    check: fn(Object<'_>, &Account) -> Result<(), Problem>,
}

/// The environment variable that names a rule that does not judge: a fixture of the others need not have all that its
/// objects name.
const WITHOUT: &str = "SCHEMA_PROVIDER_WITHOUT";
/// Instead of a rule's name.
const EVERY: &str = "every";

const RULES: &[Rule] = &[
    accelerator::RULE,
    admitted::RULE,
    alarm::RULE,
    alarm_series::RULE,
    assumable::RULE,
    autoscaling::RULE,
    backup::RULE,
    bucket_acl::RULE,
    bucket_encryption::RULE,
    bucket_lifecycle::RULE,
    bucket_replication::RULE,
    budget::RULE,
    certificate::RULE,
    composite_alarm::RULE,
    dashboard::RULE,
    database_engine::RULE,
    database_insights::RULE,
    database_network::RULE,
    deletion_protection::RULE,
    delivery_stream::RULE,
    distribution::RULE,
    ecs_service::RULE,
    engine_version::RULE,
    experiment::RULE,
    fargate::RULE,
    final_snapshot::RULE,
    flow_log::RULE,
    function::RULE,
    global_database::RULE,
    health_check::RULE,
    in_use::RULE,
    internet_gateway::RULE,
    key_lockout::RULE,
    key_spec::RULE,
    key_state::RULE,
    load_balancer::RULE,
    log_delivery::RULE,
    logs_into_search::RULE,
    managed_policy::RULE,
    nat_gateway::RULE,
    notification::RULE,
    parameter::RULE,
    permitted::RULE,
    policy_form::RULE,
    policy_scope::RULE,
    policy_size::RULE,
    principals::RULE,
    public_policy::RULE,
    queue::RULE,
    quotas::RULE,
    record_set::RULE,
    references::RULE,
    registry::RULE,
    replica_secret::RULE,
    replication::RULE,
    replication_group::RULE,
    role_policies::RULE,
    routes::RULE,
    schedule::RULE,
    search_domain::RULE,
    search_volume::RULE,
    secret::RULE,
    security_rule::RULE,
    service_linked_role::RULE,
    strong_table::RULE,
    subnet_group::RULE,
    subnet_range::RULE,
    subscribed_stream::RULE,
    subscription::RULE,
    table::RULE,
    tags::RULE,
    vpc_endpoint::RULE,
    web_acl::RULE,
    workspace::RULE,
    // Last: what a rule says is closer than what a line or a model does, and what is wrong with an object comes before who has its name.
    limits::RULE,
    model::RULE,
    name_taken::RULE,
];

/// Whether AWS lets a change happen. If so, the account knows of it.
pub(crate) fn or_remember(
    object: Object<'_>,
    seed: u64,
    account: &mut Changing<'_>,
) -> Result<(), Problem> {
    let without = without();
    let refused = problems(object, account).find(|(rule, _)| judges(&without, rule));
    if let Some((rule, problem)) = refused {
        return Err(problem.by(rule));
    }
    account.remember(object, seed)
}

fn without() -> String {
    std::env::var(WITHOUT).unwrap_or_default()
}

fn judges(without: &str, rule: &str) -> bool {
    without != rule && without != EVERY
}

/// A refusal in AWS's words, if there is one.
fn refused(title: &str, answer: Option<String>) -> Result<(), Problem> {
    answer.map_or(Ok(()), |answer| Err(Problem::new(title).detail(answer)))
}

/// What a text says in JSON; null where it says none.
fn json(text: Option<&str>) -> Value {
    let json: Option<serde_json::Value> = text.and_then(|text| serde_json::from_str(text).ok());
    json.map(|json| Value::from_json(&json)).unwrap_or_default()
}

/// What the rules say of a change, each by its name and, where it has a table, the line of it.
#[must_use]
pub fn judge(object: Object<'_>, account: &Account) -> Vec<String> {
    let without = without();
    let judging = problems(object, account).filter(|(rule, _)| judges(&without, rule));
    judging.map(|(rule, problem)| problem.name(rule)).collect()
}

/// What arguments may name.
#[must_use]
pub fn references() -> Vec<Reference> {
    references::all()
}

/// What single arguments must be.
#[must_use]
pub fn limited() -> Vec<Limit> {
    limits::all().chain(model::all()).collect()
}

/// The names of the lines that are tried by what golden trees have: no case needs to name them.
#[must_use]
pub fn tried_apart() -> Vec<String> {
    let references = references::all().into_iter();
    let references = references.map(|line| format!("{} {}", references::RULE.name, line.name()));
    references.chain(limited().into_iter().map(|limit| limit.line)).collect()
}

/// The names of all rules that judge one change, and of the lines of their tables: but for those that are
/// [`tried_apart`].
#[must_use]
pub fn names() -> Vec<String> {
    let tables = [
        assumable::RULE.name,
        in_use::RULE.name,
        limits::RULE.name,
        model::RULE.name,
        quotas::RULE.name,
        references::RULE.name,
    ];
    let rules = RULES.iter().map(|rule| rule.name).filter(|name| !tables.contains(name));
    let lines = assumable::names().chain(in_use::names()).chain(quotas::names());
    rules.map(str::to_owned).chain(lines).collect()
}

/// What somebody wrote: where nobody did, `forge` has made up a text that begins with the argument's name.
fn said<'a>(value: &'a Value, argument: &str) -> Option<&'a str> {
    value.get(argument).text().filter(|text| !made_up(argument, text))
}

fn made_up(argument: &str, text: &str) -> bool {
    let rest =
        text.strip_prefix(&argument.replace('_', "-")).and_then(|rest| rest.strip_prefix('-'));
    text.is_empty()
        || rest.is_some_and(|rest| {
            rest.len() == 8 && rest.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

fn problems<'a>(
    object: Object<'a>,
    account: &'a Account,
) -> impl Iterator<Item = (&'static str, Problem)> {
    let judges = move |rule: &&Rule| rule.on.is_empty() || rule.on.contains(&object.kind);
    RULES
        .iter()
        .filter(judges)
        .filter_map(move |rule| Some((rule.name, (rule.check)(object, account).err()?)))
}

/// Whether an argument has to be there.
fn required(kind: &str, path: &str) -> bool {
    let catalogue = Catalogue::new();
    let Ok(entry) = catalogue.entry(Kind::Resource, kind) else { return false };
    let mut block = &entry.block;
    for step in path.split('.') {
        match block.blocks.get(step) {
            Some(nested) => block = &nested.block,
            None => return block.attributes.get(step).is_some_and(Attribute::required),
        }
    }
    false
}

/// The texts at a dotted path, in all blocks on the way.
fn texts_at<'a>(value: &'a Value, path: &str) -> Vec<&'a str> {
    match path.split_once('.') {
        None => value.get(path).text().into_iter().chain(value.get(path).texts()).collect(),
        Some((step, rest)) => {
            value.get(step).items().iter().flat_map(|item| texts_at(item, rest)).collect()
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::RULES;

    /// Fails unless a type has an argument at a dotted path.
    pub(crate) fn vendored(kind: &str, path: &str) {
        let catalogue = aws_catalogue::Catalogue::new();
        let entry = catalogue.entry(aws_catalogue::Kind::Resource, kind).unwrap();
        let mut block = &entry.block;
        let mut steps = path.split('.').peekable();
        while let Some(step) = steps.next() {
            if let Some(nested) = block.blocks.get(step) {
                block = &nested.block;
            } else {
                assert!(block.attributes.contains_key(step), "{kind}.{path}");
                assert_eq!(steps.peek(), None, "{kind}.{path}");
            }
        }
    }

    #[test]
    fn every_rule_has_a_file_and_a_fixture() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let stems = |folder: &str| -> BTreeSet<String> {
            let entries = std::fs::read_dir(root.join(folder)).unwrap();
            let stem = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
            entries.map(|entry| stem(&entry.unwrap().path())).collect()
        };
        let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
        let mut files = stems("src/refuse");
        files.remove("mod");
        assert_eq!(rules, files);
        let mut fixtures = stems("tests/fixtures/refusals");
        fixtures.insert("references".to_owned());
        for other in ["README", "versions"] {
            assert!(fixtures.remove(other), "{other}");
        }
        assert_eq!(rules, fixtures);
    }
}
