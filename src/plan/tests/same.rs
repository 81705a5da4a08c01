//! What is still what it was: under another address, made anew under its name, or by another expression.

use super::super::Action;
use super::{NETWORK, change, planned};

#[test]
fn what_a_name_decides_is_what_it_was() {
    let network = |range: &str, name: &str| {
        format!(
            "resource \"aws_vpc\" \"a\" {{\n  cidr_block = \"{range}\"\n}}\nresource \"aws_ecr_repository\" \"a\" {{\n  name = \"{name}\"\n  encryption_configuration {{\n    kms_key = aws_vpc.a.id\n  }}\n}}\noutput \"id\" {{\n  value = aws_ecr_repository.a.arn\n}}\n"
        )
    };
    let reader = r#"
data "terraform_remote_state" "a" {
  backend = "local"
  config = {
    path = "../a/terraform.tfstate"
  }
}
resource "aws_ssm_parameter" "b" {
  name  = "b"
  type  = "String"
  value = data.terraform_remote_state.a.outputs.id
}
"#;
    let [old, other, renamed] = [("10.0.0.0/16", "a"), ("10.0.0.0/20", "a"), ("10.0.0.0/16", "b")]
        .map(|(range, name)| network(range, name));
    let after =
        |after: &str| planned(&[("a", &old), ("b", reader)], &[("a", after), ("b", reader)]);
    assert_eq!(
        after(&other),
        [
            "a: aws_ecr_repository.a: delete create by encryption_configuration",
            "a: aws_vpc.a: delete create by cidr_block"
        ]
    );
    assert_eq!(
        after(&renamed),
        ["a: aws_ecr_repository.a: delete create by name", "b: aws_ssm_parameter.b: update"]
    );
}

#[test]
fn another_function_of_the_same_object_may_come_to_the_same() {
    let group = |id: &str| {
        format!(
            "resource \"aws_vpc\" \"a\" {{\n  cidr_block = \"10.0.0.0/16\"\n}}\nresource \"aws_ssm_parameter\" \"a\" {{\n  name = \"a\"\n  type = \"String\"\n  value = {id}\n}}\n"
        )
    };
    let changed = |[before, after]: [&str; 2]| {
        let [before, after] = [before, after].map(group);
        let plan = change(&[("a", &before)], &[("a", &after)]);
        let mut rows = plan.roots.iter().flat_map(|root| root.rows.values());
        rows.next().map(|row| (row.action, row.or.clone()))
    };
    let open = Some((Action::Update, vec![Action::Nothing]));
    let certain = Some((Action::Update, vec![]));
    let [id, replaced] = ["aws_vpc.a.id", "replace(aws_vpc.a.id, \"x\", \"\")"];
    assert_eq!(changed([id, id]), None);
    assert_eq!(changed([id, replaced]), open);
    assert_eq!(changed([replaced, "replace(aws_vpc.a.id, \"y\", \"\")"]), open);
    assert_eq!(changed([id, "aws_vpc.a.arn"]), open);
    assert_eq!(changed([id, "coalesce(aws_vpc.a.id, aws_vpc.a.arn)"]), open);
    assert_eq!(changed(["\"a-${aws_vpc.a.id}\"", "\"b-${aws_vpc.a.id}\""]), certain);
    let [one, other] = ["a", "b"].map(|name| {
        format!("replace(replace(\"{name}-{{id}}-{{at}}\", \"{{id}}\", aws_vpc.a.id), \"{{at}}\", \"x\")")
    });
    assert_eq!(changed([&one, &other]), certain);
    assert_eq!(changed([id, "jsonencode([aws_vpc.a.id, \"x\"])"]), certain);
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
fn the_first_of_a_count_is_what_was_there_without() {
    let network = |count: &str| {
        format!("resource \"aws_vpc\" \"a\" {{\n  {count}\n  cidr_block = \"10.0.0.0/16\"\n}}\n")
    };
    let group =
        |of: &str| format!("resource \"aws_security_group\" \"a\" {{\n  vpc_id = {of}.id\n}}\n");
    let one = network("") + &group("aws_vpc.a");
    let first = network("count = 1") + &group("aws_vpc.a[0]");
    let none = network("count = 0") + &group("aws_vpc.a[0]");
    let told = "moved {\n  from = aws_vpc.a\n  to   = aws_vpc.a[\"x\"]\n}\n";
    let elsewhere = network("for_each = toset([\"x\"])") + &group("aws_vpc.a[\"x\"]") + told;
    assert_eq!(
        planned(&[("a", &one)], &[("a", &first)]),
        ["a: aws_vpc.a[0] from aws_vpc.a: no-op"]
    );
    assert_eq!(
        planned(&[("a", &first)], &[("a", &one)]),
        ["a: aws_vpc.a from aws_vpc.a[0]: no-op"]
    );
    assert_eq!(
        planned(&[("a", &one)], &[("a", &elsewhere)]),
        ["a: aws_vpc.a[\"x\"] from aws_vpc.a: no-op"]
    );
    let gone = planned(&[("a", &one)], &[("a", &none)]);
    assert!(gone.contains(&"a: aws_vpc.a[0] from aws_vpc.a: delete".to_owned()), "{gone:?}");
}

#[test]
fn a_data_source_is_read_after_what_it_depends_on() {
    let account = |range: &str, on: &str| {
        format!(
            r#"
resource "aws_vpc" "a" {{
  cidr_block = "{range}"
}}
resource "aws_vpc" "b" {{
  cidr_block = "10.0.0.0/16"
}}
data "aws_caller_identity" "a" {{
  depends_on = [{on}]
}}
resource "aws_ssm_parameter" "a" {{
  name  = "a"
  type  = "String"
  value = data.aws_caller_identity.a.account_id
}}
"#
        )
    };
    let changed = |on: &str| {
        let [before, after] = ["10.0.0.0/16", "10.0.0.0/20"].map(|range| account(range, on));
        planned(&[("a", &before)], &[("a", &after)])
    };
    let network = "a: aws_vpc.a: delete create by cidr_block";
    assert_eq!(changed("aws_vpc.b"), [network]);
    assert_eq!(changed("aws_vpc.a"), ["a: aws_ssm_parameter.a: update", network]);
}
