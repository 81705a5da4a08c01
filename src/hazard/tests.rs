//! Every kind of harm is done by some change, and by nothing else.

use std::collections::BTreeSet;

use super::{Hazard, Level, hazards, kinds};
use crate::inventory::{Files, Inventory, Texts};
use crate::plan;

const PROVIDER: &str = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";

fn inventory(roots: &[(&str, &str)]) -> Inventory {
    let mut files = Files::default();
    for (root, text) in roots {
        files.insert(format!("{root}/main.tf"), format!("{PROVIDER}{text}").as_bytes());
    }
    Inventory::of(&files, &mut Texts::new())
}

fn found(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<Hazard> {
    let [before, after] = [before, after].map(inventory);
    hazards(&before, &after, &plan::plan(&before, &after))
}

/// Codes and levels of what one root's change does.
fn harm(before: &str, after: &str) -> Vec<(&'static str, Level)> {
    let found = found(&[("a", before)], &[("a", after)]);
    found.iter().map(|one| (one.kind.code.slug, one.level)).collect()
}

/// An object with some arguments.
fn object(kind: &str, arguments: &str) -> String {
    format!("resource \"{kind}\" \"x\" {{\n{arguments}\n}}\n")
}

/// Code of its loss, type, arguments, and an argument that forces another one.
const LOSSES: [(&str, &str, &str, &str, &str); 18] = [
    (
        "table",
        "aws_dynamodb_table",
        "name = \"a\"\nhash_key = \"k\"",
        "hash_key = \"k\"",
        "hash_key = \"l\"",
    ),
    (
        "database",
        "aws_rds_cluster",
        "cluster_identifier = \"a\"\nengine = \"aurora-mysql\"",
        "\"a\"",
        "\"b\"",
    ),
    (
        "global-database",
        "aws_rds_global_cluster",
        "global_cluster_identifier = \"a\"",
        "\"a\"",
        "\"b\"",
    ),
    (
        "instance",
        "aws_rds_cluster_instance",
        "identifier = \"a\"\ncluster_identifier = \"c\"\nengine = \"aurora-mysql\"",
        "\"c\"",
        "\"d\"",
    ),
    ("bucket", "aws_s3_bucket", "bucket = \"a\"", "\"a\"", "\"b\""),
    ("key", "aws_kms_key", "multi_region = false", "false", "true"),
    ("secret", "aws_secretsmanager_secret", "name = \"a\"", "\"a\"", "\"b\""),
    (
        "accelerator",
        "aws_globalaccelerator_accelerator",
        "name = \"a\"\nip_addresses = [\"192.0.2.1\"]",
        "192.0.2.1",
        "192.0.2.2",
    ),
    ("load-balancer", "aws_lb", "name = \"a\"\ninternal = true", "true", "false"),
    (
        "host",
        "aws_route53_record",
        "name = \"a.example.com\"\ntype = \"A\"\nzone_id = \"Z1\"",
        "Z1",
        "Z2",
    ),
    ("network", "aws_vpc", "cidr_block = \"10.0.0.0/16\"", "10.0", "10.1"),
    ("network", "aws_subnet", "vpc_id = \"v\"\ncidr_block = \"10.0.0.0/24\"", "10.0", "10.1"),
    ("search", "aws_opensearch_domain", "domain_name = \"a\"", "\"a\"", "\"b\""),
    ("queue", "aws_sqs_queue", "name = \"a\"", "\"a\"", "\"b\""),
    ("repository", "aws_ecr_repository", "name = \"a\"", "\"a\"", "\"b\""),
    ("logs", "aws_cloudwatch_log_group", "name = \"a\"", "\"a\"", "\"b\""),
    ("service", "aws_ecs_service", "name = \"a\"", "\"a\"", "\"b\""),
    ("service", "aws_lambda_function", "function_name = \"a\"\nrole = \"r\"", "\"a\"", "\"b\""),
];

#[test]
fn what_is_lost_is_told() {
    for (code, kind, arguments, from, to) in LOSSES {
        let before = object(kind, arguments);
        let told = |after: &str| -> Vec<&str> {
            harm(&before, after).into_iter().map(|(code, _)| code).collect()
        };
        assert_eq!(told(&before), [""; 0], "{kind}");
        assert_eq!(told(""), [format!("{code}-destroyed")], "{kind}");
        let replaced = object(kind, &arguments.replace(from, to));
        assert_eq!(told(&replaced), [format!("{code}-replaced")], "{kind}");
    }
}

/// Code, how bad, type, arguments before and after.
const WEAKER: [(&str, Level, &str, &str, &str); 20] = [
    (
        "protection-removed",
        Level::Dangerous,
        "aws_secretsmanager_secret",
        "name = \"a\"\nrecovery_window_in_days = 30",
        "name = \"a\"\nrecovery_window_in_days = 0",
    ),
    (
        "retention-shortened",
        Level::Dangerous,
        "aws_cloudwatch_log_group",
        "name = \"a\"\nretention_in_days = 0",
        "name = \"a\"\nretention_in_days = 30",
    ),
    (
        "protection-removed",
        Level::Dangerous,
        "aws_dynamodb_table",
        "name = \"a\"\ndeletion_protection_enabled = true",
        "name = \"a\"\ndeletion_protection_enabled = false",
    ),
    ("protection-removed", Level::Dangerous, "aws_lb", "enable_deletion_protection = true", ""),
    (
        "protection-removed",
        Level::Dangerous,
        "aws_rds_cluster",
        "engine = \"aurora-mysql\"\ndeletion_protection = true",
        "engine = \"aurora-mysql\"",
    ),
    (
        "protection-removed",
        Level::Dangerous,
        "aws_s3_bucket",
        "bucket = \"a\"",
        "bucket = \"a\"\nforce_destroy = true",
    ),
    (
        "protection-removed",
        Level::Dangerous,
        "aws_kms_key",
        "deletion_window_in_days = 30",
        "deletion_window_in_days = 7",
    ),
    (
        "protection-removed",
        Level::Dangerous,
        "aws_vpc",
        "cidr_block = \"10.0.0.0/16\"\nlifecycle {\n  prevent_destroy = true\n}",
        "cidr_block = \"10.0.0.0/16\"",
    ),
    (
        "backup-weakened",
        Level::Dangerous,
        "aws_rds_cluster",
        "engine = \"aurora-mysql\"\nbackup_retention_period = 35",
        "engine = \"aurora-mysql\"\nbackup_retention_period = 7",
    ),
    (
        "backup-weakened",
        Level::Dangerous,
        "aws_dynamodb_table",
        "name = \"a\"\npoint_in_time_recovery {\n  enabled = true\n}",
        "name = \"a\"\npoint_in_time_recovery {\n  enabled = false\n}",
    ),
    (
        "backup-weakened",
        Level::Dangerous,
        "aws_s3_bucket_versioning",
        "bucket = \"a\"\nversioning_configuration {\n  status = \"Enabled\"\n}",
        "bucket = \"a\"\nversioning_configuration {\n  status = \"Suspended\"\n}",
    ),
    (
        "replica-removed",
        Level::Dangerous,
        "aws_dynamodb_table",
        "name = \"a\"\nreplica {\n  region_name = \"eu-west-1\"\n}",
        "name = \"a\"",
    ),
    (
        "replica-removed",
        Level::Dangerous,
        "aws_secretsmanager_secret",
        "name = \"a\"\nreplica {\n  region = \"eu-west-1\"\n}",
        "name = \"a\"",
    ),
    (
        "retention-shortened",
        Level::Dangerous,
        "aws_cloudwatch_log_group",
        "name = \"a\"\nretention_in_days = 30",
        "name = \"a\"\nretention_in_days = 7",
    ),
    (
        "ignore-removed",
        Level::Review,
        "aws_ecs_service",
        "name = \"a\"\nlifecycle {\n  ignore_changes = [desired_count]\n}",
        "name = \"a\"",
    ),
    (
        "engine-major-upgrade",
        Level::Irreversible,
        "aws_rds_global_cluster",
        "global_cluster_identifier = \"a\"\nengine_version = \"17.7\"",
        "global_cluster_identifier = \"a\"\nengine_version = \"18.1\"",
    ),
    (
        "engine-minor-upgrade",
        Level::Review,
        "aws_rds_global_cluster",
        "global_cluster_identifier = \"a\"\nengine_version = \"8.0.mysql_aurora.3.08.0\"",
        "global_cluster_identifier = \"a\"\nengine_version = \"8.0.mysql_aurora.3.10.0\"",
    ),
    (
        "engine-downgrade",
        Level::Dangerous,
        "aws_rds_cluster",
        "engine = \"aurora-postgresql\"\nengine_version = \"17.10\"\napply_immediately = true",
        "engine = \"aurora-postgresql\"\nengine_version = \"17.9\"\napply_immediately = true",
    ),
    (
        "window-only",
        Level::Review,
        "aws_rds_cluster_instance",
        "cluster_identifier = \"c\"\nengine = \"aurora-mysql\"\ninstance_class = \"db.r7g.large\"",
        "cluster_identifier = \"c\"\nengine = \"aurora-mysql\"\ninstance_class = \"db.r7g.xlarge\"",
    ),
    (
        "dial-ignored",
        Level::Dangerous,
        "aws_globalaccelerator_endpoint_group",
        "listener_arn = \"l\"\ntraffic_dial_percentage = 100\nlifecycle {\n  ignore_changes = [traffic_dial_percentage]\n}",
        "listener_arn = \"l\"\ntraffic_dial_percentage = 0\nlifecycle {\n  ignore_changes = [traffic_dial_percentage]\n}",
    ),
];

#[test]
fn what_gets_weaker_is_told_and_what_gets_stronger_is_not() {
    for (code, level, kind, before, after) in WEAKER {
        let [before, after] = [before, after].map(|arguments| object(kind, arguments));
        assert_eq!(harm(&before, &after), [(code, level)], "{before}{after}");
        let back = harm(&after, &before).into_iter().map(|(code, _)| code);
        let back: Vec<&str> = back.filter(|other| *other == code).collect();
        // These are the same one way and the other.
        let both = ["dial-ignored", "window-only"].contains(&code);
        assert_eq!(back.len(), usize::from(both), "{before}{after}");
    }
}

#[test]
fn what_only_aws_replaces_is_told_as_well() {
    let domain = |version: &str| {
        object(
            "aws_opensearch_domain",
            &format!("domain_name = \"a\"\nengine_version = \"{version}\""),
        )
    };
    let [new, old] = ["OpenSearch_2.19", "OpenSearch_2.9"].map(domain);
    assert_eq!(
        harm(&new, &old),
        [("engine-downgrade", Level::Dangerous), ("search-replaced", Level::Review)]
    );
}

#[test]
fn what_protects_goes_alone_or_with_what_it_protects() {
    let bucket = object("aws_s3_bucket", "bucket = \"a\"");
    let shield = object("aws_s3_bucket_public_access_block", "bucket = \"a\"");
    assert_eq!(
        harm(&format!("{bucket}{shield}"), &bucket),
        [("protection-removed", Level::Dangerous)]
    );
    assert_eq!(harm(&format!("{bucket}{shield}"), ""), [("bucket-destroyed", Level::Irreversible)]);
}

#[test]
fn with_a_cluster_go_its_instances() {
    let cluster =
        object("aws_rds_cluster", "cluster_identifier = \"a\"\nengine = \"aurora-mysql\"");
    let instance =
        object("aws_rds_cluster_instance", "cluster_identifier = \"a\"\nengine = \"aurora-mysql\"");
    let told = harm(&format!("{cluster}{instance}"), "");
    assert_eq!(told, [("database-destroyed", Level::Irreversible)]);
}

#[test]
fn names_for_machines_are_no_hosts() {
    let record = |name: &str, kind: &str| {
        object(
            "aws_route53_record",
            &format!("name = \"{name}\"\ntype = \"{kind}\"\nzone_id = \"Z\""),
        )
    };
    assert_eq!(harm(&record("_acme.example.com", "CNAME"), ""), []);
    assert_eq!(harm(&record("example.com", "CAA"), ""), []);
}

#[test]
fn all_regions_at_once_are_worse_in_one_state() {
    let service = |region: &str, task: &str| {
        format!(
            "resource \"aws_ecs_service\" \"x\" {{\n  name = \"a\"\n  region = \"{region}\"\n  task_definition = \"{task}\"\n}}\n"
        )
    };
    let [old, new] =
        ["t:1", "t:2"].map(|task| [service("us-east-1", task), service("eu-west-1", task)]);
    let levels = |after: [&str; 2]| -> Vec<(&str, Level)> {
        let before = [("a", old[0].as_str()), ("b", old[1].as_str())];
        let found = found(&before, &[("a", after[0]), ("b", after[1])]);
        found.iter().map(|one| (one.kind.code.slug, one.level)).collect()
    };
    let told = [("rolls-everywhere", Level::Review); 2];
    assert_eq!(levels([&new[0], &new[1]]), told);
    assert_eq!(levels([&new[0], &old[1]]), []);
    let each = |task: &str| {
        format!(
            "resource \"aws_ecs_service\" \"x\" {{\n  for_each = toset([\"us-east-1\", \"eu-west-1\"])\n  name = \"a\"\n  \
             region = each.key\n  task_definition = \"{task}\"\n}}\n"
        )
    };
    assert_eq!(harm(&each("t:1"), &each("t:2")), [("rolls-everywhere", Level::Dangerous)]);
}

#[test]
fn what_nobody_looks_after_any_more_is_told() {
    let queue = object("aws_sqs_queue", "name = \"a\"");
    let left = found(&[("a", &queue), ("b", &queue)], &[("a", &queue)]);
    let left: Vec<_> = left.iter().map(|one| (one.kind.code.slug, one.root.as_str())).collect();
    assert_eq!(left, [("state-left", "b")]);
    let removed =
        "removed {\n  from = aws_sqs_queue.x\n  lifecycle {\n    destroy = false\n  }\n}\n";
    assert_eq!(harm(&queue, removed), [("forgotten", Level::Review)]);
}

/// Each kind is in a list here; that of capacity is found in the topology.
#[test]
fn every_kind_is_tried() {
    let losses = LOSSES
        .iter()
        .flat_map(|(code, ..)| [format!("{code}-destroyed"), format!("{code}-replaced")]);
    let weaker = WEAKER.iter().map(|(code, ..)| (*code).to_owned());
    let others = [
        "rolls-everywhere",
        "state-left",
        "forgotten",
        "capacity-short",
        "distribution-destroyed",
        "distribution-replaced",
    ];
    let tried: BTreeSet<String> = losses.chain(weaker).chain(others.map(str::to_owned)).collect();
    let all: BTreeSet<String> = kinds().map(|kind| kind.code.slug.to_owned()).collect();
    assert_eq!(all, tried);
}

/// Texts end without a period, for they stand in sentences of ours.
#[test]
fn every_kind_says_what_it_does_and_how_it_is_done_right() {
    for kind in kinds() {
        for text in [kind.code.summary, kind.code.explanation, kind.instead] {
            assert!(!text.is_empty() && !text.ends_with('.') && !text.contains("  "), "{text}");
        }
    }
}
