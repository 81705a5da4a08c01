//! Readers by share: a region that needs fewer loses surplus instances, and nothing else.

use std::sync::Arc;

use libtest_mimic::{Failed, Trial};

use super::{destroys_only, edited, read};
use crate::support::terraform::Terraform;

pub(super) fn trial(terraform: &Arc<Terraform>) -> Trial {
    let terraform = Arc::clone(terraform);
    let name = "readers/orders: a third region takes surplus readers away, and nothing else";
    Trial::test(name, move || takes_surplus(&terraform))
}

fn takes_surplus(terraform: &Arc<Terraform>) -> Result<(), Failed> {
    let own = "regions.us-east-1 = { instances = 1 }\n";
    let two = "instances        = 2 # in home; elsewhere the tier decides, or regions.<region>";
    // Not every region has the newest class.
    let class = ("db.r8g.2xlarge", "db.r7g.2xlarge");
    let orders = edited(&read("orders")?, &[(own, ""), (two, "readers = 5"), class])?;
    let third = [("weight = 60 }", "weight = 50 }\neu-west-2 = { weight = 10 }")];
    destroys_only(terraform, &[orders.clone(), edited(&orders, &third)?], |line| {
        let reader = line.contains("module.database_orders.aws_rds_cluster_instance.this[\"");
        reader && !line.contains("this[\"1\"]") && line.ends_with("will be destroyed")
    })
}
