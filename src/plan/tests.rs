use super::*;
use crate::inventory::{Files, Texts};

/// Roots by folder, each with a provider.
fn inventory(roots: &[(&str, &str)]) -> Inventory {
    let mut files = Files::default();
    for (root, text) in roots {
        let provider = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";
        files.insert(format!("{root}/main.tf"), format!("{provider}{text}").as_bytes());
    }
    Inventory::of(&files, &mut Texts::new())
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
    let plan = plan(&inventory(before), &inventory(after));
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
fn addresses_move_and_are_left() {
    let after = r#"
moved {
  from = aws_vpc.a
  to   = aws_vpc.b
}
removed {
  from = aws_subnet.a
  lifecycle {
    destroy = false
  }
}
resource "aws_vpc" "b" {
  cidr_block = "10.0.0.0/16"
}
"#;
    assert_eq!(
        planned(&[("a", NETWORK)], &[("a", after)]),
        ["a: aws_subnet.a: forget", "a: aws_vpc.b from aws_vpc.a: no-op"]
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
    let plan = plan(&inventory(&[("a", NETWORK)]), &inventory(&[]));
    assert_eq!(plan.roots.len(), 1);
    assert_eq!(
        plan.roots.first().map(|root| (root.state, root.rows.len())),
        Some((State::Gone, 0))
    );
}
