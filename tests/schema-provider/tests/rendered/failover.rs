//! What people do while a region is lost, and what Terraform makes of it.
//!
//! After another region's database has come to write, and a secret's value was replaced, no plan changes anything.
//!
//! A pilot light is lit without its home: the edge and the other regions apply the next tier, tasks first.
//!
//! Writes that were moved and a region that is held stay so, and another `writer` in the topology is for new regions only.

use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::edit::Edit::{Add, Change};
use super::{INIT, destroyed, edited, read, render};
use crate::support::outside::ANYWHERE;
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

pub(super) const APPLY: &[&str] = &["apply", "-input=false", "-no-color", "-auto-approve"];
pub(super) const PLAN: &[&str] = &["plan", "-input=false", "-no-color", "-detailed-exitcode"];
/// What users wait for: the tasks, and the instances that they read.
const TASKS: &[&str] = &[
    "apply",
    "-input=false",
    "-no-color",
    "-auto-approve",
    "-target=module.service_admin",
    "-target=module.service_api",
    "-target=module.database_orders",
];
/// What Global Accelerator has of the way to them.
const DOORS: &[&str] = &[
    "apply",
    "-input=false",
    "-no-color",
    "-auto-approve",
    "-target=module.accelerator_admin.aws_globalaccelerator_endpoint_group.this",
    "-target=module.accelerator_api.aws_globalaccelerator_endpoint_group.this",
];
const HOME: &str = "eu-west-1";
const OTHER: &str = "us-east-1";

pub(super) fn trials(terraform: &Arc<Terraform>) -> [Trial; 3] {
    let trial = |name: &str, run: fn(&Terraform) -> Result<(), Failed>| {
        let terraform = Arc::clone(terraform);
        Trial::test(name, move || run(&terraform))
    };
    [
        trial("failover/orders: plans nothing", plans_nothing),
        trial("failover/alarmed-dns: what was moved and held stays so", stays_moved),
        trial("failover/pilot-light: is lit while home is dead", is_lit_without_home),
    ]
}

/// As the tree's README says.
fn is_lit_without_home(terraform: &Terraform) -> Result<(), Failed> {
    let text = read("pilot-light")?;
    let before = Tree::copy(render(&text)?.path())?;
    for root in &before.roots {
        terraform.run(&before.root(root), INIT)?.expect(0)?;
        terraform.run(&before.root(root), APPLY)?.expect(0)?;
    }
    let after = edited(&text, &[Change("tier", "\"warm-standby\"")])?;
    let after = Tree::copy(render(&after)?.path())?;
    after.inherit(&before)?;
    for name in ["edge", "regions/eu-west-1", "regions/ap-southeast-1"] {
        let root = after.root_without(Path::new(name), "us-east-1");
        terraform.run(&root, INIT)?.expect(0)?;
        if name == "edge" {
            // Without Route 53 and CloudFront, and nothing is left to do in it.
            terraform.run(&root, DOORS)?.expect(0)?.says("4 changed, 0 destroyed")?;
            terraform.run(&root, PLAN)?.expect(0)?;
            continue;
        }
        terraform.run(&root, TASKS)?.expect(0)?;
        let plan = terraform.run(&root, PLAN)?.expect(2)?;
        let destroyed = destroyed(&plan.text);
        if !destroyed.is_empty() {
            return Err(format!("{destroyed:?}").into());
        }
        terraform.run(&root, APPLY)?.expect(0)?;
    }
    Ok(())
}

fn stays_moved(terraform: &Terraform) -> Result<(), Failed> {
    let writes = Add("services.forms.writes", "\"home\"");
    let text = edited(&read("alarmed-dns")?, &[writes])?;
    let tree = Tree::copy(render(&text)?.path())?;
    for root in &tree.roots {
        terraform.run(&tree.root(root), INIT)?.expect(0)?;
        terraform.run(&tree.root(root), APPLY)?.expect(0)?;
    }
    let moved = [("insecure_value", json!("eu-west-1")), ("value", json!("eu-west-1"))];
    for region in ["eu-central-1", "eu-west-1"] {
        tree.outside().set("aws_ssm_parameter", region, &moved)?;
    }
    let held = [("disabled", json!(true)), ("invert_healthcheck", json!(true))];
    tree.outside().set("aws_route53_health_check", ANYWHERE, &held)?;
    let other = edited(&text, &[Add("writer", "\"eu-west-1\"")])?;
    let other = Tree::copy(render(&other)?.path())?;
    other.inherit(&tree)?;
    for root in &tree.roots {
        terraform.run(&tree.root(root), PLAN)?.expect(0)?;
        terraform.run(&other.root(root), INIT)?.expect(0)?;
        terraform.run(&other.root(root), PLAN)?.expect(0)?;
    }
    Ok(())
}

fn plans_nothing(terraform: &Terraform) -> Result<(), Failed> {
    let tree = Tree::copy(render(&read("orders")?)?.path())?;
    for root in &tree.roots {
        terraform.run(&tree.root(root), INIT)?.expect(0)?;
        terraform.run(&tree.root(root), APPLY)?.expect(0)?;
    }
    let planned = |status: i32| -> Result<(), Failed> {
        for root in ["data", "regions/eu-west-1", "regions/us-east-1"] {
            terraform.run(&tree.root(Path::new(root)), PLAN)?.expect(status)?;
        }
        Ok(())
    };
    // The cluster in home now follows, and both run what the global database was upgraded to.
    let follows = json!("arn:aws:rds:us-east-1:123456789012:cluster:trade-orders-us-east-1");
    tree.outside().set("aws_rds_cluster", HOME, &[("replication_source_identifier", follows)])?;
    tree.outside().set("aws_rds_cluster", HOME, &[("engine_version", json!("17.9"))])?;
    // The other one writes. What it got by replication is told as its own.
    let own = [
        ("replication_source_identifier", json!("")),
        ("master_username", json!("topology_admin")),
        ("database_name", json!("orders")),
        ("engine_version", json!("17.9")),
    ];
    tree.outside().set("aws_rds_cluster", OTHER, &own)?;
    let members = json!([
        { "db_cluster_arn": "arn:aws:rds:us-east-1:123456789012:cluster:trade-orders-us-east-1", "is_writer": true },
    ]);
    tree.outside().set(
        "aws_rds_global_cluster",
        ANYWHERE,
        &[("global_cluster_members", members)],
    )?;
    let stages = json!(["AWSPREVIOUS", "INITIAL"]);
    tree.outside().set(
        "aws_secretsmanager_secret_version",
        ANYWHERE,
        &[("version_stages", stages)],
    )?;
    planned(0)?;
    // The lost region's cluster was detached.
    tree.outside().set("aws_rds_cluster", HOME, &[("global_cluster_identifier", json!(""))])?;
    planned(0)?;
    // This trial can tell: a difference that is not ignored is planned.
    for region in [HOME, OTHER] {
        tree.outside().set("aws_rds_cluster", region, &[("deletion_protection", json!(false))])?;
    }
    tree.outside().set(
        "aws_rds_global_cluster",
        ANYWHERE,
        &[("deletion_protection", json!(false))],
    )?;
    planned(2)
}
