//! The tree's README: what it is, in what order to apply it, what was assumed.

use serde::Serialize;

use super::{assumptions, template};
use crate::{
    block::{self, Demand, Part, Plan},
    bug::{Bug, bug},
    graph::{Graph, Place},
    partition::{RootId, Roots},
    size::Need,
    topology::{Layout, Region, Topology},
};

const README: &str = include_str!("../../templates/README.md.j2");

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one question that the template asks")]
struct View<'a> {
    name: &'a str,
    tier: &'static str,
    home: &'static str,
    via: &'static str,
    control_region: &'static str,
    remote_state: bool,
    split: bool,
    /// There are roots for single regions.
    regional: bool,
    /// Users reach something here.
    edge: bool,
    /// More than one region is in use.
    several: bool,
    /// Roots have tests of their own.
    tests: bool,
    /// Container images have to be pushed.
    images: bool,
    regions: Vec<RegionView>,
    roots: Vec<RootView>,
    demands: Vec<DemandView<'a>>,
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
pub(super) fn readme(plan: &Plan<'_>, graph: &Graph, roots: &Roots) -> Result<String, Bug> {
    let topology = plan.topology;
    let view = View {
        name: &topology.name,
        tier: topology.tier.as_str(),
        home: topology.home.as_str(),
        via: topology.ingress.via.as_str(),
        control_region: topology.control_region.as_str(),
        remote_state: topology.state.is_some(),
        split: topology.layout == Layout::Split,
        regional: roots.iter().any(|root| matches!(root.id, RootId::Split(Place::Region(_)))),
        edge: plan.parts.needs().any(|needs| needs.network),
        several: topology.in_use().nth(1).is_some(),
        tests: graph.calls().any(|(_, call)| !call.promised.is_empty()),
        images: plan.parts.needs().any(|needs| !needs.repositories.is_empty()),
        regions: topology.in_use().map(|region| region_view(topology, region)).collect(),
        roots: roots.iter().map(|root| root_view(root.id)).collect(),
        demands: demands(plan),
    };
    let text = template::render_text("templates/README.md.j2", README, &view).map_err(bug)?;
    Ok(text.replacen("<!-- assumptions -->\n", &assumptions::text(topology)?, 1))
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
            RootId::Split(Place::Monitoring) => "what watches the edge",
        },
    }
}

fn demands<'a>(plan: &'a Plan<'a>) -> Vec<DemandView<'a>> {
    let need = |need: Need| NeedView {
        region: need.region.as_str(),
        steady: need.steady,
        failover: need.failover,
    };
    let view = |part: &'a dyn Part, Demand { name, unit, total }| DemandView {
        name,
        unit,
        total,
        needs: block::needs(part, plan.capacity, total).into_iter().map(need).collect(),
    };
    let parts = plan.parts.iter();
    parts
        .flat_map(|part| part.demands().into_iter().map(move |demand| view(part, demand)))
        .collect()
}
