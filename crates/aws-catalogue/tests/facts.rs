//! Every fact is of a type and an argument that there are; and what the golden trees make is known, or listed here as not.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use aws_catalogue::{Block, Catalogue, Entry, Kind, Replacement, facts};

/// Types of which no argument has a default, in the schema of 6.58 as it was read.
const WITHOUT_DEFAULTS: [&str; 37] = [
    "aws_acm_certificate_validation",
    "aws_cloudfront_response_headers_policy",
    "aws_cloudwatch_log_delivery",
    "aws_cloudwatch_log_delivery_destination",
    "aws_cloudwatch_log_delivery_source",
    "aws_cloudwatch_log_resource_policy",
    "aws_cloudwatch_log_stream",
    "aws_ecr_lifecycle_policy",
    "aws_ecr_replication_configuration",
    "aws_grafana_workspace",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_service_linked_role",
    "aws_internet_gateway",
    "aws_kms_alias",
    "aws_lambda_permission",
    "aws_route",
    "aws_route53_record",
    "aws_route_table",
    "aws_route_table_association",
    "aws_s3_bucket_cors_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_replication_configuration",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_secretsmanager_secret_policy",
    "aws_secretsmanager_secret_version",
    "aws_sns_topic_policy",
    "aws_sqs_queue_policy",
    "aws_sqs_queue_redrive_allow_policy",
    "aws_ssm_parameter",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_wafv2_web_acl_association",
    "aws_wafv2_web_acl_logging_configuration",
];

/// Those whose defaults were not read.
const DEFAULTS_UNREAD: [&str; 1] = ["aws_wafv2_web_acl"];

/// Types that no import finds.
const NOT_IMPORTED: [&str; 1] = ["aws_acm_certificate_validation"];

/// Types of no region whose control plane nobody told us of.
const PLANE_UNKNOWN: [&str; 2] =
    ["aws_backup_global_settings", "aws_s3_account_public_access_block"];

/// Types without timeouts of their own: for how long the provider waits, nobody told us.
const WAITS_UNKNOWN: [&str; 54] = [
    "aws_acm_certificate",
    "aws_appautoscaling_policy",
    "aws_appautoscaling_target",
    "aws_cloudfront_origin_access_control",
    "aws_cloudfront_response_headers_policy",
    "aws_cloudwatch_log_delivery",
    "aws_cloudwatch_log_delivery_destination",
    "aws_cloudwatch_log_delivery_source",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_log_resource_policy",
    "aws_cloudwatch_log_stream",
    "aws_cloudwatch_log_subscription_filter",
    "aws_cloudwatch_metric_alarm",
    "aws_db_subnet_group",
    "aws_default_security_group",
    "aws_ecr_lifecycle_policy",
    "aws_ecr_replication_configuration",
    "aws_ecs_cluster",
    "aws_ecs_task_definition",
    "aws_flow_log",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_service_linked_role",
    "aws_kms_alias",
    "aws_lambda_function_event_invoke_config",
    "aws_lb_target_group",
    "aws_rds_cluster_parameter_group",
    "aws_route53_health_check",
    "aws_s3_bucket_cors_configuration",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_notification",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_replication_configuration",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_secretsmanager_secret",
    "aws_secretsmanager_secret_policy",
    "aws_secretsmanager_secret_rotation",
    "aws_secretsmanager_secret_version",
    "aws_sns_topic",
    "aws_sns_topic_policy",
    "aws_sns_topic_subscription",
    "aws_sqs_queue_policy",
    "aws_sqs_queue_redrive_allow_policy",
    "aws_ssm_parameter",
    "aws_vpc",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_wafv2_web_acl",
    "aws_wafv2_web_acl_logging_configuration",
];

/// The lines of a file: key and JSON.
fn lines(file: &str) -> Vec<(String, serde_json::Value)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file);
    let text = fs::read_to_string(path).unwrap();
    assert!(text.is_ascii(), "{file}");
    let (comments, lines): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with('#'));
    assert!(
        text.starts_with("# ") && comments.join(" ").contains("ource"),
        "{file} names no source"
    );
    let pair = |line: &&str| {
        let (key, json) = line.split_once('\t').unwrap();
        (key.to_owned(), serde_json::from_str(json).unwrap())
    };
    lines.iter().map(pair).collect()
}

fn entry(name: &str) -> Entry {
    Catalogue::new().entry(Kind::Resource, name).unwrap()
}

/// Whether a dotted path leads to an argument or a block.
fn leads(block: &Block, path: &str) -> bool {
    match path.split_once('.') {
        None => block.attributes.contains_key(path) || block.blocks.contains_key(path),
        Some((step, rest)) => {
            block.blocks.get(step).is_some_and(|nested| leads(&nested.block, rest))
        }
    }
}

/// The types of resources in the modules and golden trees.
fn emitted() -> BTreeSet<String> {
    fn collect(folder: &Path, found: &mut BTreeSet<String>) {
        for path in fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()) {
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|one| one == "tf" || one == "j2") {
                let text = fs::read_to_string(&path).unwrap();
                let names = text.lines().filter_map(|line| line.strip_prefix("resource \"aws_"));
                let names =
                    names.filter_map(|rest| Some(format!("aws_{}", rest.split_once('"')?.0)));
                found.extend(names);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = BTreeSet::new();
    for folder in ["templates", "golden"] {
        collect(&root.join(folder), &mut found);
    }
    assert!(found.len() > 70, "{found:?}");
    found
}

#[test]
fn data_is_sorted_and_each_line_is_there_once() {
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        let keys: Vec<String> = lines(&file).into_iter().map(|(key, _)| key).collect();
        assert!(keys.is_sorted_by(|one, two| one < two), "{file}");
    }
}

#[test]
fn every_replacement_is_of_an_argument() {
    for (name, _) in lines("replacement.tsv") {
        let (known, entry) = (Replacement::of(&name).unwrap().unwrap(), entry(&name));
        assert!(!known.source.is_empty(), "{name}");
        let conditions = [&known.conditional, &known.refused_if, &known.ignored_if];
        let paths = known.always.iter().chain(conditions.into_iter().flat_map(|one| one.keys()));
        for path in paths.chain(&known.unread) {
            assert!(leads(&entry.block, path), "{name} has no {path}");
        }
    }
}

#[test]
fn every_default_is_of_an_argument_that_may_be_left_out() {
    for (name, _) in lines("defaults.tsv") {
        let (known, entry) = (facts::defaults(&name).unwrap().unwrap(), entry(&name));
        assert!(!known.source.is_empty(), "{name}");
        for path in known.of.keys() {
            let (up, last) =
                path.rsplit_once('.').map_or((None, path.as_str()), |(up, last)| (Some(up), last));
            let block = up
                .into_iter()
                .flat_map(|up| up.split('.'))
                .fold(&entry.block, |block, step| &block.blocks[step].block);
            assert!(block.attributes[last].optional(), "{name}.{path}");
        }
    }
}

#[test]
fn every_other_fact_is_of_a_type_and_its_arguments() {
    for (name, _) in lines("untold.tsv") {
        let (known, entry) = (facts::untold(&name).unwrap().unwrap(), entry(&name));
        for path in known.arguments.iter().chain(&known.by_id) {
            assert!(leads(&entry.block, path), "{name} has no {path}");
        }
    }
    for (name, _) in lines("imports.tsv") {
        let (known, entry) = (facts::import(&name).unwrap().unwrap(), entry(&name));
        assert!(known.sets.keys().all(|path| leads(&entry.block, path)), "{name}");
        let regional = known.region != facts::ImportRegion::None;
        assert_eq!(regional, entry.regional() && known.id.is_some(), "{name}");
        assert_eq!(known.id.is_some(), known.form.is_some(), "{name}");
        let form = known.form.unwrap_or_default();
        for hole in form.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
            for argument in hole.split('|').map(|one| one.trim_start_matches('_')) {
                let argument = argument.split(':').next().unwrap();
                assert!(leads(&entry.block, argument), "{name}: {argument}");
            }
        }
    }
    for (name, _) in lines("waits.tsv") {
        let known = facts::waits(&name).unwrap().unwrap();
        assert!(known.create.or(known.update).or(known.delete).is_some(), "{name}");
        entry(&name);
    }
}

#[test]
fn a_type_has_a_region_or_a_control_plane() {
    let catalogue = Catalogue::new();
    for name in catalogue.names(Kind::Resource) {
        let regional = entry(name).regional();
        let known = facts::plane(name).unwrap().is_some() || PLANE_UNKNOWN.contains(&name);
        assert!(regional != known, "{name}");
    }
}

#[test]
fn what_golden_trees_make_is_known() {
    for name in emitted() {
        assert_ne!(Replacement::of(&name).unwrap().unwrap().source, "5.14", "{name}");
        assert_ne!(facts::defaults(&name).unwrap().unwrap().source, "5.14", "{name}");
        assert!(facts::untold(&name).unwrap().is_some(), "{name}");
        let id = facts::import(&name).unwrap().unwrap().id;
        assert_eq!(id.is_none(), NOT_IMPORTED.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_types_without_defaults_or_with_unread_ones_are_these() {
    let mut found: [Vec<String>; 2] = Default::default();
    for name in emitted() {
        let known = facts::defaults(&name).unwrap().unwrap();
        if known.of.is_empty() {
            found[usize::from(known.unread.is_some())].push(name);
        }
    }
    assert_eq!(found[0], WITHOUT_DEFAULTS);
    assert_eq!(found[1], DEFAULTS_UNREAD);
}

#[test]
fn the_types_without_waits_are_these() {
    let none = |name: &String| facts::waits(name).unwrap().is_none();
    assert_eq!(emitted().into_iter().filter(none).collect::<Vec<_>>(), WAITS_UNKNOWN);
}
