//! From tier to tier, one step at a time, and the router that no golden tree shows.

use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use toml::Table;

use super::edit::Edit::Change;
use super::walk::Walk;
use super::{edited, read, render};
use crate::support::suite;
use crate::support::terraform::Terraform;

/// From the least to the most.
const TIERS: [&str; 4] = ["single-region", "pilot-light", "warm-standby", "active-active"];

const LAYOUTS: [&str; 2] = ["split", "single"];

/// What climbs: the whole stack behind Global Accelerator, and what is watched behind DNS.
const TOPOLOGIES: [&str; 2] = ["full", "alarmed-dns"];

pub(super) fn walks(terraform: &Arc<Terraform>) -> Vec<Arc<Walk>> {
    let walk = |topology: &'static str, layout: &'static str| {
        let name = format!("tiers/{topology}, layout {layout}");
        let steps = move || {
            let text = read(topology)?;
            TIERS.iter().map(|tier| at(&text, tier, layout)).collect()
        };
        Walk::new((name, ": no step up destroys anything"), terraform, None, Box::new(steps))
    };
    TOPOLOGIES.iter().flat_map(|topology| LAYOUTS.map(|layout| walk(topology, layout))).collect()
}

pub(super) fn latency(terraform: &Arc<Terraform>) -> Trial {
    let terraform = Arc::clone(terraform);
    Trial::test("latency/two-regions: applies and survives each region", move || {
        let edit = [Change("ingress.via", "\"route53-latency\"")];
        let folder = render(&edited(&read("two-regions")?, &edit)?)?;
        suite::run(&terraform, folder.path())
    })
}

/// A topology with another tier, in a layout that does not follow it.
fn at(text: &str, tier: &str, layout: &str) -> Result<String, Failed> {
    let mut topology: Table = text.parse()?;
    topology.insert("tier".to_owned(), tier.into()).ok_or("no tier")?;
    topology.insert("layout".to_owned(), layout.into());
    Ok(toml::to_string(&topology)?)
}
