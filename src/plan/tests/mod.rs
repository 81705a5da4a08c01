#![allow(clippy::panic, reason = "a failure here is a failed test")]

mod same;

use super::*;
use crate::inventory::{Files, Step, Texts};

/// What happens between two trees: roots by folder, each with a provider.
fn change(before: &[(&str, &str)], after: &[(&str, &str)]) -> Plan {
    let [before, after] = Inventory::both(&files(before), &files(after), &mut Texts::new());
    plan(&before, &after)
}

fn files(roots: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    for (root, text) in roots {
        let provider = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";
        files.insert(format!("{root}/main.tf"), format!("{provider}{text}").as_bytes());
    }
    files
}

/// Each row as a line: its address, what happens, and what forces it.
fn planned(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
    let line = |root: &RootPlan, (address, row): (&String, &Row)| {
        let from = row.previous.as_ref().map(|from| format!(" from {from}")).unwrap_or_default();
        let forced = if row.replace_paths.is_empty() {
            String::new()
        } else {
            format!(" by {}", row.replace_paths.join(", "))
        };
        let refused = if row.is_refused { " refused" } else { "" };
        let words = row.action.words().join(" ");
        format!("{}: {address}{from}: {words}{forced}{refused}", root.root)
    };
    let plan = change(before, after);
    let rows = |root: &RootPlan| root.rows.iter().map(|row| line(root, row)).collect::<Vec<_>>();
    plan.roots.iter().flat_map(rows).collect()
}

const NETWORK: &str = r#"
resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.a.id
  cidr_block = "10.0.0.0/24"
}
"#;

#[test]
fn the_same_is_nothing() {
    assert_eq!(planned(&[("a", NETWORK)], &[("a", NETWORK)]), [""; 0]);
}

#[test]
fn what_needs_a_new_object_is_new_as_well() {
    let moved = NETWORK.replace("10.0.0.0/16", "10.0.0.0/20");
    assert_eq!(
        planned(&[("a", NETWORK)], &[("a", &moved)]),
        ["a: aws_subnet.a: delete create by vpc_id", "a: aws_vpc.a: delete create by cidr_block"]
    );
}

#[test]
fn what_reads_a_new_object_of_another_root_has_another_value() {
    let network = |range: &str| {
        format!(
            "resource \"aws_vpc\" \"a\" {{\n  cidr_block = \"{range}\"\n}}\noutput \"id\" {{\n  value = aws_vpc.a.id\n}}\n"
        )
    };
    let subnet = r#"
data "terraform_remote_state" "a" {
  backend = "local"
  config = {
    path = "../a/terraform.tfstate"
  }
}
resource "aws_subnet" "b" {
  vpc_id     = data.terraform_remote_state.a.outputs.id
  cidr_block = "10.0.0.0/24"
}
"#;
    let [before, after] = ["10.0.0.0/16", "10.0.0.0/20"].map(network);
    assert_eq!(
        planned(&[("a", &before), ("b", subnet)], &[("a", &after), ("b", subnet)]),
        ["a: aws_vpc.a: delete create by cidr_block", "b: aws_subnet.b: delete create by vpc_id"]
    );
}

#[test]
fn a_protection_holds_as_long_as_its_block() {
    let keys = |regions: &str| {
        format!(
            "resource \"aws_kms_key\" \"a\" {{\n  for_each = toset([{regions}])\n  region = each.key\n  lifecycle {{\n    prevent_destroy = true\n  }}\n}}\n"
        )
    };
    let [both, one] = ["\"us-east-1\", \"eu-west-1\"", "\"us-east-1\""].map(keys);
    assert_eq!(
        planned(&[("a", &both)], &[("a", &one)]),
        ["a: aws_kms_key.a[\"eu-west-1\"]: delete refused"]
    );
    assert_eq!(planned(&[("a", &one)], &[("a", "")]), ["a: aws_kms_key.a[\"us-east-1\"]: delete"]);
}

#[test]
fn what_is_ignored_is_nothing_and_what_is_needed_first_is_created_first() {
    let group = |name: &str, count: u8| {
        format!(
            r#"
resource "aws_lb_target_group" "a" {{
  name   = "{name}"
  vpc_id = "vpc-1"
}}
resource "aws_ecs_service" "a" {{
  name            = "{name}"
  desired_count   = {count}
  task_definition = aws_lb_target_group.a.arn
  lifecycle {{
    create_before_destroy = true
    ignore_changes        = [desired_count]
  }}
}}
"#
        )
    };
    let [one, two, other] = [group("a", 1), group("a", 2), group("b", 1)];
    assert_eq!(planned(&[("a", &one)], &[("a", &two)]), [""; 0]);
    assert_eq!(
        planned(&[("a", &one)], &[("a", &other)]),
        [
            "a: aws_ecs_service.a: create delete by name",
            "a: aws_lb_target_group.a: create delete by name"
        ]
    );
}

#[test]
fn a_root_that_goes_leaves_its_state() {
    let plan = change(&[("a", NETWORK)], &[]);
    let gone: Vec<_> = plan.roots.iter().map(|root| (root.state, root.rows.len())).collect();
    assert_eq!(gone, [(State::Gone, 2)]);
    assert_eq!(
        planned(&[("a", NETWORK)], &[]),
        ["a: aws_subnet.a: delete", "a: aws_vpc.a: delete"]
    );
}

/// The only row of two generations of one root.
fn row(before: &str, after: &str) -> Row {
    let plan = change(&[("a", before)], &[("a", after)]);
    let mut rows = plan.roots.into_iter().flat_map(|root| root.rows.into_values());
    let first = rows.next();
    assert!(rows.next().is_none(), "more than one row");
    first.unwrap_or_else(|| panic!("no row"))
}

#[test]
fn what_is_no_longer_said_stays_where_aws_has_it() {
    let cluster = |says: &str| {
        format!("resource \"aws_rds_cluster\" \"a\" {{\n  engine = \"aurora-mysql\"\n{says}}}\n")
    };
    let [said, silent] = ["  database_name = \"a\"\n", ""].map(cluster);
    assert_eq!(planned(&[("a", &said)], &[("a", &silent)]), [""; 0]);
}

#[test]
fn a_new_object_has_what_is_ignored_of_an_old_one() {
    let group = |name: &str, days: u8| {
        format!(
            "resource \"aws_cloudwatch_log_group\" \"a\" {{\n  name = \"{name}\"\n  retention_in_days = {days}\n  lifecycle {{\n    ignore_changes = [retention_in_days]\n  }}\n}}\n"
        )
    };
    let changed = |row: &Row| row.changes.iter().map(|(path, ..)| path.clone()).collect::<Vec<_>>();
    let [name, days] = ["name", "retention_in_days"].map(|name| vec![Step::Key(name.into())]);
    assert_eq!(changed(&row(&group("a", 1), &group("b", 3))), [name, days]);
    assert_eq!(planned(&[("a", &group("a", 1))], &[("a", &group("a", 3))]), [""; 0]);
}

#[test]
fn who_is_asked_something_else_says_something_else() {
    let record = |domain: &str| {
        format!(
            r#"
data "aws_route53_zone" "a" {{
  name = "{domain}"
}}
resource "aws_route53_record" "a" {{
  zone_id = data.aws_route53_zone.a.zone_id
  name    = "a"
  type    = "TXT"
  ttl     = 60
  records = ["a"]
}}
"#
        )
    };
    let [one, two] = ["a.example", "b.example"].map(record);
    assert_eq!(
        planned(&[("a", &one)], &[("a", &two)]),
        ["a: aws_route53_record.a: delete create by zone_id"]
    );
}

#[test]
fn every_region_wants_one_proof_of_a_name() {
    let record = |region: &str| {
        format!(
            r#"
resource "aws_acm_certificate" "a" {{
  for_each          = toset(["eu-west-1", "us-east-1"])
  region            = each.key
  domain_name       = "a.example"
  validation_method = "DNS"
}}
resource "aws_route53_record" "a" {{
  for_each = {{ for one in aws_acm_certificate.a["{region}"].domain_validation_options : one.domain_name => one }}
  zone_id  = "Z1"
  name     = each.value.resource_record_name
  type     = each.value.resource_record_type
  ttl      = 60
  records  = [each.value.resource_record_value]
}}
"#
        )
    };
    let [one, two] = ["eu-west-1", "us-east-1"].map(record);
    assert_eq!(planned(&[("a", &one)], &[("a", &two)]), [""; 0]);
    let other = one.replace("a.example", "b.example");
    assert_eq!(planned(&[("a", &one)], &[("a", &other)]).len(), 4);
}

#[test]
fn a_policy_is_what_it_means() {
    let policy = |list: &str| {
        format!(
            r#"
resource "aws_kms_key" "a" {{
}}
data "aws_iam_policy_document" "a" {{
  statement {{
    actions   = ["s3:GetObject"]
    resources = [aws_kms_key.a.arn]
    condition {{
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [{list}]
    }}
  }}
}}
resource "aws_iam_role_policy" "a" {{
  role   = "a"
  policy = data.aws_iam_policy_document.a.json
}}
"#
        )
    };
    let [one, turned, other] = ["\"a\", \"b\"", "\"b\", \"a\"", "\"c\", \"a\""].map(policy);
    assert_eq!(planned(&[("a", &one)], &[("a", &turned)]), [""; 0]);
    assert_eq!(planned(&[("a", &one)], &[("a", &other)]), ["a: aws_iam_role_policy.a: update"]);
}

#[test]
fn what_aws_has_may_be_what_is_said_now() {
    let endpoint = |says: &str| {
        format!(
            "resource \"aws_vpc_endpoint\" \"a\" {{\n  vpc_id = \"vpc-1\"\n  service_name = \"s\"\n{says}}}\n"
        )
    };
    let [silent, said] = ["", "  policy = \"{}\"\n"].map(endpoint);
    let row = row(&silent, &said);
    assert_eq!((row.action, row.or.as_slice()), (Action::Update, &[Action::Nothing][..]));
    assert_eq!((row.changes.len(), row.unknown_after.len()), (0, 1));
}

#[test]
fn aws_keeps_what_is_protected() {
    let table = |key: &str, replicas: &str| {
        format!(
            "resource \"aws_dynamodb_table\" \"a\" {{\n  name = \"a\"\n  hash_key = \"{key}\"\n  deletion_protection_enabled = true\n{replicas}}}\n"
        )
    };
    let replica = "  replica {\n    region_name = \"eu-west-1\"\n    deletion_protection_enabled = true\n  }\n";
    let by = |before: &str, after: &str| row(before, after).refused_by();
    assert_eq!(by(&table("a", ""), &table("b", "")), Some("aws"));
    assert_eq!(by(&table("a", ""), ""), Some("aws"));
    assert_eq!(by(&table("a", replica), &table("a", "")), Some("aws"));
    assert_eq!(by(&table("a", ""), &table("a", replica)), None);
}

#[test]
fn what_is_not_read_may_be_another_value() {
    let group = r#"
resource "aws_cloudwatch_log_group" "a" {
  name = "a-${uuid()}"
}
"#;
    let row = row(group, group);
    assert_eq!((row.action, row.or.as_slice()), (Action::Update, &[Action::Nothing][..]));
    assert_eq!(row.because.first().map(|one| one.path.as_str()), Some("name"));
}

const READS: &str = r#"
data "terraform_remote_state" "a" {
  backend = "local"
  config = {
    path = "../a/terraform.tfstate"
  }
}
output "seen" {
  value = data.terraform_remote_state.a.outputs.id
}
"#;

#[test]
fn outputs_are_told_and_new_ones_waited_for() {
    let says = |name: &str, range: &str| {
        format!(
            "resource \"aws_vpc\" \"a\" {{\n  cidr_block = \"{range}\"\n}}\noutput \"{name}\" {{\n  value = aws_vpc.a.id\n}}\n"
        )
    };
    let [other, id, moved] = [("x", "10.0.0.0/16"), ("id", "10.0.0.0/16"), ("id", "10.1.0.0/16")]
        .map(|(n, r)| says(n, r));
    let told = |before: &[(&str, &str)], after: &[(&str, &str)]| {
        let plan = change(before, after);
        let root = |root: RootPlan| {
            let outputs = root.outputs.into_iter();
            let outputs: Vec<String> = outputs
                .map(|(name, one)| {
                    format!("{name} {} {}", one.action.words().join(" "), one.unknown_after)
                })
                .collect();
            (root.root, root.waits_for.into_iter().collect::<Vec<_>>(), outputs)
        };
        plan.roots.into_iter().map(root).collect::<Vec<_>>()
    };
    let expected = |waits: &[&str], a: &[&str], b: &[&str]| {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        vec![("a".to_owned(), vec![], owned(a)), ("b".to_owned(), owned(waits), owned(b))]
    };
    assert_eq!(
        told(&[("a", &id), ("b", READS)], &[("a", &moved), ("b", READS)]),
        expected(&[], &["id update true"], &["seen update false"])
    );
    assert_eq!(
        told(&[("a", &other)], &[("a", &id), ("b", READS)]),
        expected(&["a"], &["id create false", "x delete false"], &["seen create false"])
    );
}

#[test]
fn what_is_new_has_all_that_is_configured_and_what_aws_has_is_taken_over() {
    let text = r#"
resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_ssm_parameter" "a" {
  name  = aws_vpc.a.id
  type  = "SecureString"
  value = "hush"
}
"#;
    let shown = |before: &[(&str, &str)], text: &str, name: &str| {
        let plan = change(before, &[("a", text)]);
        let row = plan.roots.first().and_then(|root| root.rows.get(name));
        let row = row.unwrap_or_else(|| panic!("{name} stays"));
        let changes = row.changes.iter().map(|(path, before, after)| {
            format!("{path:?} {} {}", before.to_json(), after.to_json())
        });
        (row.is_imported, row.action.words(), changes.collect::<Vec<_>>(), row.unknown_after.len())
    };
    let key = |name: &str| format!("[Key({name:?})]");
    let [kind, value] = ["type", "value"].map(key);
    let new = [format!("{kind} null \"SecureString\""), format!("{value} null \"(sensitive)\"")];
    let parameter = shown(&[], text, "aws_ssm_parameter.a");
    assert_eq!((parameter.0, parameter.1, parameter.3), (false, &["create"][..], 1));
    assert!(parameter.2.ends_with(&new), "{:?}", parameter.2);
    let other = text.replace("hush", "hush!");
    let changed = vec![format!("{value} \"(sensitive)\" \"(sensitive)\"")];
    let parameter = shown(&[("a", text)], &other, "aws_ssm_parameter.a");
    assert_eq!(parameter, (false, &["update"][..], changed, 0));
    let import = format!("{text}import {{\n  to = aws_vpc.a\n  id = \"vpc-1\"\n}}\n");
    assert_eq!(shown(&[], &import, "aws_vpc.a"), (true, &["no-op"][..], Vec::new(), 0));
}
