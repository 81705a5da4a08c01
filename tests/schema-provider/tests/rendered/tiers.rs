//! From tier to tier, one step at a time, and the router that no golden tree shows.

use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use toml::Table;

use super::edit::Edit::Change;
use super::{destroys_nothing, edited, read, render};
use crate::support::suite;
use crate::support::terraform::Terraform;

/// From the least to the most.
const TIERS: [&str; 4] = ["single-region", "pilot-light", "warm-standby", "active-active"];

const LAYOUTS: [&str; 2] = ["split", "single"];

/// What climbs: the whole stack behind Global Accelerator, and what is watched behind DNS.
const TOPOLOGIES: [&str; 2] = ["full", "alarmed-dns"];

pub(super) fn trials(terraform: &Arc<Terraform>) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (topology, layout) in TOPOLOGIES.iter().flat_map(|one| LAYOUTS.map(|two| (*one, two))) {
        let terraform = Arc::clone(terraform);
        let name = format!("tiers/{topology}: no step up destroys anything, layout {layout}");
        trials.push(Trial::test(name, move || {
            let text = read(topology)?;
            let steps = TIERS.map(|tier| at(&text, tier, layout));
            destroys_nothing(&terraform, &steps.into_iter().collect::<Result<Vec<_>, _>>()?)
        }));
    }
    let terraform = Arc::clone(terraform);
    trials.push(Trial::test("latency/two-regions: applies and survives each region", move || {
        let edit = [Change("ingress.via", "\"route53-latency\"")];
        let folder = render(&edited(&read("two-regions")?, &edit)?)?;
        suite::run(&terraform, folder.path())
    }));
    trials
}

/// A topology with another tier, in a layout that does not follow it.
fn at(text: &str, tier: &str, layout: &str) -> Result<String, Failed> {
    let mut topology: Table = text.parse()?;
    topology.insert("tier".to_owned(), tier.into()).ok_or("no tier")?;
    topology.insert("layout".to_owned(), layout.into());
    Ok(toml::to_string(&topology)?)
}
