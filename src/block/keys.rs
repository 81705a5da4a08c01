//! A customer-managed KMS key in every region in use.
//!
//! Separate keys, not one multi-Region key: a key that is disabled or scheduled for deletion by
//! mistake then takes one region with it, not all.

use indexmap::{IndexMap, IndexSet};

use super::{Block, KeyUser, Part, Plan, Step, name};
use crate::{
    aws::RegionName,
    bug::Bug,
    graph::{CallName, Expr, Graph, Module, Output, Place, Ref},
    words::Layout,
};

pub(crate) const BLOCK: Block = Block {
    name: "keys",
    creates: &[(
        "foundation",
        "a customer-managed KMS key and its alias in every region in use, and where else something is encrypted",
    )],
    section: None,
    names: &[name("aws_kms_alias", "alias/{name}")],
    codes: &[],
    check: |_, _, _| Some(Box::new(Keys)),
};

const MODULE: Module = Module::new("keys");
const ARNS: Output = MODULE.output("arns").keyed_by(&["regions"]);

const KEYS: CallName = MODULE.call("keys", Place::Foundation);

#[derive(PartialEq)]
struct Keys;

impl Part for Keys {
    fn leaving(&self, plan: &Plan<'_>) -> Vec<Step> {
        let several = plan.topology.in_use().nth(1).is_some();
        if !several || !plan.parts.needs().any(|needs| needs.key) {
            return Vec::new();
        }
        let foundation = match plan.topology.layout {
            Layout::Split => "foundation",
            Layout::Single => ".",
        };
        let text = include_str!("../../templates/leaving/keys.md.j2");
        let name = ("name", plan.topology.name.clone());
        vec![Step { text, names: vec![name, ("foundation", foundation.to_owned())] }]
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        let everywhere = plan.parts.needs().any(|needs| needs.key);
        let in_use = plan.topology.in_use().filter(|_| everywhere).map(|region| region.name);
        let extra = plan.parts.needs().flat_map(|needs| &needs.key_regions).copied();
        let regions: IndexSet<RegionName> = in_use.chain(extra).collect();
        if regions.is_empty() {
            return Ok(());
        }
        // Several parts may have the same use; its sid says that it is the same.
        let users: IndexMap<&str, Expr> = plan
            .parts
            .needs()
            .flat_map(|needs| &needs.key_users)
            .map(|user| (user.sid, statement(user)))
            .collect();
        graph
            .call(&KEYS)
            .set("name", plan.topology.name.as_str())
            .set("regions", Expr::list(regions))
            .set("service_statements", Expr::map(users))
            .add();
        Ok(())
    }
}

fn statement(user: &KeyUser) -> Expr {
    let (test, variable, value) = user.condition;
    Expr::map([
        ("principal", Expr::from(user.principal)),
        ("actions", Expr::list(user.actions.iter().copied())),
        ("condition", Expr::map([("test", test), ("variable", variable), ("value", value)])),
    ])
}

/// The ARNs of all keys, by region. Whoever asks has said that it needs keys.
pub(super) fn arns(graph: &Graph) -> Result<Ref, Bug> {
    Ok(graph.find(&KEYS)?.get(ARNS))
}

/// The ARN of one region's key.
pub(super) fn arn(graph: &Graph, region: RegionName) -> Result<Ref, Bug> {
    Ok(arns(graph)?.at(region.as_str()))
}
