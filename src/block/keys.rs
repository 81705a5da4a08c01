//! A customer-managed KMS key in every region in use.
//!
//! Separate keys, not one multi-Region key: a key that is disabled or scheduled for deletion by
//! mistake then takes one region with it, not all.

use super::{Block, Part, Plan};
use crate::{
    aws::RegionName,
    graph::{Expr, Graph, Module, Output, Place, Ref},
};

pub(super) const BLOCK: Block =
    Block { section: None, codes: &[], check: |_, _, _| Some(Box::new(Keys)) };

const MODULE: Module = Module::new("keys");
const ARNS: Output = MODULE.output("arns");

struct Keys;

impl Part for Keys {
    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) {
        if !plan.parts.needs().any(|needs| needs.key) {
            return;
        }
        let regions = plan.topology.in_use().map(|region| region.name);
        graph
            .call(MODULE, "keys", Place::Foundation)
            .set("name", plan.topology.name.as_str())
            .set("regions", Expr::list(regions))
            .set("log_groups", plan.parts.needs().any(|needs| needs.log_groups))
            .add();
    }
}

/// The ARNs of all keys, by region.
pub(super) fn arns(graph: &Graph) -> Option<Ref> {
    Some(graph.find(MODULE, "keys", Place::Foundation)?.get(ARNS))
}

/// The ARN of one region's key.
pub(super) fn arn(graph: &Graph, region: RegionName) -> Option<Ref> {
    Some(arns(graph)?.at(region.as_str()))
}
