//! A service that Terraform released goes over to a pipeline, as the tree's README says: nothing is planned after the
//! move.

use std::fs;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use toml::{Table, Value};

use super::edit::Edit::Change;
use super::failover::{APPLY, PLAN};
use super::{INIT, edited, read, render};
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

const ADDRESSES: [&str; 2] = [
    "module.service_<service>.aws_ecs_service.this[0]",
    "module.service_<service>.aws_ecs_service.released_elsewhere[0]",
];

pub(super) fn trial(terraform: &Arc<Terraform>) -> Trial {
    let terraform = Arc::clone(terraform);
    let name = "released/orders: a service changes hands and nothing is planned";
    Trial::test(name, move || plans_nothing(&terraform))
}

fn plans_nothing(terraform: &Terraform) -> Result<(), Failed> {
    let text = read("orders")?;
    let before = edited(&text, &[Change("services.shop.released_by", "\"terraform\"")])?;
    let before = Tree::copy(render(&before)?.path())?;
    for root in &before.roots {
        terraform.run(&before.root(root), INIT)?.expect(0)?;
        terraform.run(&before.root(root), APPLY)?.expect(0)?;
    }
    let after = Tree::copy(render(&text)?.path())?;
    after.inherit(&before)?;
    let readme = fs::read_to_string(after.path().join("README.md"))?;
    let topology: Table = text.parse()?;
    let services = topology.get("services").and_then(Value::as_table).ok_or("no services")?;
    for root in after.roots.iter().filter(|root| root.starts_with("regions")) {
        terraform.run(&after.root(root), INIT)?.expect(0)?;
        // This trial can tell.
        terraform.run(&after.root(root), PLAN)?.expect(2)?;
        for service in services.keys() {
            let [from, to] = ADDRESSES.map(|address| {
                assert!(readme.contains(&format!("'{address}'")), "{address}");
                address.replace("<service>", service)
            });
            terraform.run(&after.root(root), &["state", "mv", &from, &to])?.expect(0)?;
        }
        terraform.run(&after.root(root), PLAN)?.expect(0)?;
    }
    Ok(())
}
