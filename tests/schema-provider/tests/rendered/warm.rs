//! What a table takes at once only ever rises, on DynamoDB's side as well: no plan may want it lower.

use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::edit::Edit::{self, Add, Change};
use super::failover::{APPLY, PLAN};
use super::{INIT, edited, read, render};
use crate::support::outside::ANYWHERE;
use crate::support::terraform::Terraform;
use crate::support::tree::Tree;

pub(super) fn trial(terraform: &Arc<Terraform>) -> Trial {
    let terraform = Arc::clone(terraform);
    let name = "warm/two-regions: a table that grew, other weights and fewer reads plan nothing";
    Trial::test(name, move || plans_nothing(&terraform))
}

fn plans_nothing(terraform: &Terraform) -> Result<(), Failed> {
    let data = Path::new("data");
    let tree =
        warmed(&[Add("tables.limits.reads", "30_000"), Add("tables.limits.writes", "5_000")])?;
    for root in ["foundation", "data"].map(Path::new) {
        terraform.run(&tree.root(root), INIT)?.expect(0)?;
        terraform.run(&tree.root(root), APPLY)?.expect(0)?;
    }
    let grown = json!([{ "read_units_per_second": 45_000, "write_units_per_second": 9_000 }]);
    tree.outside().set("aws_dynamodb_table", ANYWHERE, &[("warm_throughput", grown)])?;
    let grown = terraform.run(&tree.root(data), PLAN)?.expect(0)?;
    says_nothing(&grown.text)?;

    // Fewer reads, and the regions have changed roles.
    let other = warmed(&[
        Add("tables.limits.reads", "20_000"),
        Change("regions.eu-central-1.weight", "40"),
        Change("regions.eu-west-1.weight", "60"),
    ])?;
    other.inherit(&tree)?;
    for root in ["foundation", "data"].map(Path::new) {
        terraform.run(&other.root(root), INIT)?.expect(0)?;
    }
    says_nothing(&terraform.run(&other.root(data), PLAN)?.expect(0)?.text)?;

    // More than the table takes: nothing is planned, but somebody is told what to do.
    let cold = json!([{ "read_units_per_second": 12_000, "write_units_per_second": 4_000 }]);
    other.outside().set("aws_dynamodb_table", ANYWHERE, &[("warm_throughput", cold)])?;
    let told = terraform.run(&other.root(data), PLAN)?.expect(0)?.text;
    if !told.replace(['\n', '│', ' '], "").contains("--warm-throughputReadUnitsPerSecond=20000") {
        return Err(format!("nobody is told how to warm the table:\n{told}").into());
    }
    Ok(())
}

fn warmed(edits: &[Edit]) -> Result<Tree, Failed> {
    let edits = [&[Add("tables.limits.warm", "true")], edits].concat();
    Tree::copy(render(&edited(&read("two-regions")?, &edits)?)?.path())
}

fn says_nothing(plan: &str) -> Result<(), Failed> {
    if plan.contains("takes less at once") { Err(plan.into()) } else { Ok(()) }
}
