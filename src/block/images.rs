//! Container repositories in every region in use, replicated from home.
//!
//! A task pulls from its own region's registry: a survivor must not need the lost region to start.

use super::{Block, Part, Plan, keys};
use crate::{
    aws::RegionName,
    graph::{Expr, Graph, Module, Output, Place, Ref},
};

pub(super) const BLOCK: Block = Block {
    name: "images",
    creates: &[
        (
            "foundation",
            "the repositories of all services in every region in use, KMS-encrypted, with immutable tags and scans",
        ),
        ("foundation", "replication from home to the other regions"),
    ],
    section: None,
    codes: &[],
    check: |_, _, _| Some(Box::new(Images)),
};

const MODULE: Module = Module::new("images");
const REPOSITORY_URLS: Output =
    MODULE.output("repository_urls").keyed_by(&["regions", "repositories"]);

struct Images;

impl Part for Images {
    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) {
        let mut repositories: Vec<String> =
            plan.parts.needs().flat_map(|needs| needs.repositories).collect();
        repositories.sort_unstable();
        repositories.dedup();
        if repositories.is_empty() {
            return;
        }
        let regions = plan.topology.in_use().map(|region| region.name);
        let kms_key_arns = keys::arns(graph);
        graph
            .call(MODULE, "images", Place::Foundation)
            .set("home", plan.topology.home)
            .set("regions", Expr::list(regions))
            .set("repositories", repositories)
            .set_some("kms_key_arns", kms_key_arns)
            .publish(REPOSITORY_URLS)
            .add();
    }
}

/// One region's repository URLs, by repository.
pub(super) fn repository_urls(graph: &Graph, region: RegionName) -> Option<Ref> {
    let call = graph.find(MODULE, "images", Place::Foundation)?;
    Some(call.get(REPOSITORY_URLS).at(region.as_str()))
}
