//! The tree's README: what it is, in what order to apply it, what was assumed.

use serde::Serialize;

use super::template;
use crate::{
    block::{Demand, Plan},
    bug::{Bug, bug},
    graph::Place,
    partition::{RootId, Roots},
    size::Need,
    topology::{Layout, Redistribute, Region, Topology},
};

const README: &str = include_str!("../../templates/README.md.j2");

#[derive(Serialize)]
struct View<'a> {
    name: &'a str,
    tier: &'static str,
    home: &'static str,
    via: &'static str,
    control_region: &'static str,
    remote_state: bool,
    split: bool,
    by_weight: bool,
    floor: u32,
    regions: Vec<RegionView>,
    roots: Vec<RootView>,
    demands: Vec<DemandView<'a>>,
    by_hand: Vec<&'static str>,
}

#[derive(Serialize)]
struct RegionView {
    name: &'static str,
    display_name: &'static str,
    weight: String,
    cidr: String,
    role: &'static str,
}

#[derive(Serialize)]
struct RootView {
    dir: String,
    what: &'static str,
}

#[derive(Serialize)]
struct DemandView<'a> {
    name: &'a str,
    unit: &'static str,
    total: u32,
    needs: Vec<NeedView>,
}

#[derive(Serialize)]
struct NeedView {
    region: &'static str,
    steady: u32,
    failover: u32,
}

/// Renders it.
pub(super) fn readme(plan: &Plan<'_>, roots: &Roots) -> Result<String, Bug> {
    let topology = plan.topology;
    let by_hand: Vec<&str> = plan.parts.iter().flat_map(crate::block::Part::by_hand).collect();
    // The blocks' own text, no value of a topology: it becomes part of the template.
    let items: Vec<String> = by_hand.iter().map(|item| format!("- {item}")).collect();
    let view = View {
        name: &topology.name,
        tier: topology.tier.as_str(),
        home: topology.home.as_str(),
        via: topology.ingress.via.as_str(),
        control_region: topology.control_region.as_str(),
        remote_state: topology.state.is_some(),
        split: topology.layout == Layout::Split,
        by_weight: topology.capacity.redistribute == Redistribute::ByWeight,
        floor: topology.capacity.floor,
        regions: topology.in_use().map(|region| region_view(topology, region)).collect(),
        roots: roots.iter().map(|root| root_view(root.id)).collect(),
        demands: demands(plan),
        by_hand,
    };
    let source = README.replace("<by hand>", &items.join("\n"));
    template::render_text("templates/README.md.j2", &source, &view).map_err(bug)
}

fn region_view(topology: &Topology, region: &Region) -> RegionView {
    RegionView {
        name: region.name.as_str(),
        display_name: region.name.display_name(),
        weight: region.weight.to_string(),
        cidr: region.cidr.to_string(),
        role: match (topology.is_routed(region.name), region.name == topology.home) {
            (true, true) => "serves, and is where single-writer resources were created",
            (true, false) => "serves",
            (false, _) => "standby",
        },
    }
}

fn root_view(id: RootId) -> RootView {
    let dir = id.dir();
    RootView {
        dir: if dir.is_empty() { ".".to_owned() } else { dir },
        what: match id {
            RootId::Single => "everything",
            RootId::Split(Place::Foundation) => {
                "what everything else needs and what rarely changes: keys, registries, roles, certificates"
            }
            RootId::Split(Place::Data) => "what AWS itself replicates between regions",
            RootId::Split(Place::Region(_)) => "what this region runs",
            RootId::Split(Place::Edge) => "what users reach first",
            RootId::Split(Place::Monitoring) => "what only watches, and need not survive",
        },
    }
}

fn demands<'a>(plan: &Plan<'a>) -> Vec<DemandView<'a>> {
    let need = |need: Need| NeedView {
        region: need.region.as_str(),
        steady: need.steady,
        failover: need.failover,
    };
    let view = |Demand { name, unit, total }| DemandView {
        name,
        unit,
        total,
        needs: plan.capacity.size(total).into_iter().map(need).collect(),
    };
    plan.parts.iter().flat_map(crate::block::Part::demands).map(view).collect()
}
