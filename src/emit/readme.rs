//! The tree's README: what it is, in what order to apply it, what was assumed.

use indexmap::IndexMap;
use serde::Serialize;

use super::{assumptions, template};
use crate::{
    block::{Demand, Part, Plan, Step, network},
    bug::{Bug, bug},
    graph::{Graph, Place},
    partition::{RootId, Roots},
    size::Need,
    topology::Region,
    words::Layout,
};

const README: &str = include_str!("../../templates/README.md.j2");

/// The line of the template where what the capacity assumes goes.
const ASSUMPTIONS: &str = "<!-- assumptions -->\n";

/// The line where the steps of the blocks go.
const RECOVERY: &str = "<!-- recovery -->\n";

/// The line where what to know before something goes is said.
const LEAVING: &str = "<!-- leaving -->\n";

/// The line where what is left to people goes.
const BY_HAND: &str = "<!-- by hand -->\n";

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
    /// Users are routed to something here.
    edge: bool,
    /// The root that routes them.
    edge_dir: &'static str,
    /// Services are told which region writes.
    writer: bool,
    /// More than one region is in use.
    several: bool,
    /// Roots have tests of their own.
    tests: bool,
    /// Container images have to be pushed.
    images: bool,
    first: Option<String>,
    regions: Vec<RegionView>,
    roots: Vec<RootView>,
    demands: Vec<DemandView>,
    /// The blocks leave something to people.
    by_hand: bool,
}

#[derive(Serialize)]
struct RegionView {
    name: &'static str,
    display_name: &'static str,
    weight: String,
    cidr: Option<String>,
    role: &'static str,
}

#[derive(Serialize)]
struct RootView {
    dir: String,
    what: &'static str,
}

#[derive(Serialize)]
struct DemandView {
    title: String,
    unit: &'static str,
    total: u32,
    needs: Vec<NeedView>,
}

#[derive(Serialize)]
struct NeedView {
    region: &'static str,
    steady: u32,
    failover: u32,
    /// `42 data nodes`
    carried: Option<String>,
}

/// Renders it.
pub(super) fn readme(plan: &Plan<'_>, graph: &Graph, roots: &Roots) -> Result<String, Bug> {
    let topology = plan.topology;
    // The blocks' own text, no value of a topology: it becomes part of the template.
    let by_hand = plan.parts.iter().flat_map(Part::by_hand);
    let items: Vec<String> = by_hand.map(|item| format!("- {}\n", item.trim_end())).collect();
    let view = View {
        name: &topology.name,
        tier: topology.tier.as_str(),
        home: topology.home.as_str(),
        via: topology.ingress.via.as_str(),
        control_region: topology.control_region.as_str(),
        remote_state: topology.state.is_some(),
        split: topology.layout == Layout::Split,
        regional: roots.iter().any(|root| matches!(root.id, RootId::Split(Place::Region(_)))),
        edge: plan.parts.needs().any(|needs| needs.routed),
        edge_dir: if topology.layout == Layout::Split { "edge" } else { "." },
        writer: plan.parts.needs().any(|needs| needs.writer),
        several: topology.in_use().nth(1).is_some(),
        tests: graph.calls().any(|(_, call)| !call.promised.is_empty()),
        images: plan.parts.needs().any(|needs| !needs.repositories.is_empty()),
        first: roots.iter().flat_map(|root| &root.waits).next().map(|root| root.dir()),
        regions: topology.in_use().map(|region| region_view(plan, region)).collect(),
        roots: roots.iter().map(|root| root_view(root.id)).collect(),
        demands: demands(plan),
        by_hand: !items.is_empty(),
    };
    let source = README.replace(BY_HAND, &items.concat());
    let readme = template::render_text("templates/README.md.j2", &source, &view).map_err(bug)?;
    let readme =
        readme.replacen(ASSUMPTIONS, &assumptions::text(topology, plan.parts, plan.capacity)?, 1);
    let leaving = list(plan.parts.iter().flat_map(|part| part.leaving(plan)))?;
    let readme = readme.replacen(LEAVING, &leaving, 1);
    let recovery = list(plan.parts.iter().flat_map(|part| part.recovery(plan.topology)))?;
    Ok(readme.replacen(RECOVERY, &recovery, 1))
}

/// What the blocks know, as items of a list. Their names go through the same filter as the README's own.
fn list(steps: impl Iterator<Item = Step>) -> Result<String, Bug> {
    let item = |step: Step| {
        let names: IndexMap<_, _> = step.names.into_iter().collect();
        let text = template::render_text("step", step.text, &names).map_err(bug)?;
        let lines = text.trim().lines().enumerate().map(|(index, line)| match (index, line) {
            (_, "") => "\n".to_owned(),
            (0, line) => format!("- {line}\n"),
            (_, line) => format!("  {line}\n"),
        });
        Ok(lines.collect::<String>())
    };
    steps.map(item).collect()
}

fn region_view(plan: &Plan<'_>, region: &Region) -> RegionView {
    let topology = plan.topology;
    RegionView {
        name: region.name.as_str(),
        display_name: region.name.display_name(),
        weight: region.weight.to_string(),
        cidr: network::range(plan.parts, region.name).map(|range| range.to_string()),
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
            RootId::Split(Place::Monitoring(_)) => {
                "what only watches in this region, and need not survive"
            }
        },
    }
}

fn demands(plan: &Plan<'_>) -> Vec<DemandView> {
    let view = |part: &dyn Part, demand: Demand<'_>| {
        let needs = part.size(&demand, plan.capacity, plan.topology);
        let carriers = part.carriers(&demand, &needs, plan.capacity, plan.topology);
        let need = |(index, need): (usize, &Need)| NeedView {
            region: need.region.as_str(),
            steady: need.steady,
            failover: need.failover,
            carried: carriers.as_ref().and_then(|carriers| {
                Some(format!("{} {}", carriers.counts.get(index)?, carriers.unit))
            }),
        };
        DemandView {
            title: demand.title(),
            unit: demand.unit,
            total: demand.total,
            needs: needs.iter().enumerate().map(need).collect(),
        }
    };
    let parts = plan.parts.iter();
    parts
        .flat_map(|part| part.demands().into_iter().map(move |demand| view(part, demand)))
        .collect()
}
