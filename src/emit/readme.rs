//! The tree's README: what it is, in what order to apply it, what was assumed.

use serde::Serialize;

use super::{assumptions, notes::Notes, template};
use crate::{
    block::{Cx, Ledger, Sized, When},
    bug::{Bug, bug},
    graph::Graph,
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
    /// The roots that wait for a lost region: `foundation` and `data`.
    waiting: Vec<String>,
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
pub(super) fn readme(cx: &Cx<'_>, graph: &Graph, roots: &Roots) -> Result<String, Bug> {
    let topology = cx.topology;
    let notes = Notes::new(cx);
    let by_hand = notes.list(When::ByHand)?;
    let view = View {
        name: &topology.name,
        tier: topology.tier.as_str(),
        home: topology.home.as_str(),
        via: topology.ingress.via.as_str(),
        control_region: topology.control_region.as_str(),
        remote_state: topology.state.is_some(),
        split: topology.layout == Layout::Split,
        waiting: roots.iter().filter(|root| waits(root.id)).map(|root| root.id.dir()).collect(),
        regional: roots.iter().any(|root| is_regional(root.id)),
        edge: !cx.ledger.hosts.is_empty(),
        edge_dir: if topology.layout == Layout::Split { "edge" } else { "." },
        writer: cx.ledger.writer,
        several: topology.in_use().nth(1).is_some(),
        tests: graph.calls().any(|(_, call)| !call.promised.is_empty()),
        images: !cx.ledger.repositories.is_empty(),
        first: roots.iter().flat_map(|root| &root.waits).next().map(|root| root.dir()),
        regions: topology.in_use().map(|region| region_view(cx, region)).collect(),
        roots: roots.iter().map(|root| root_view(root.id)).collect(),
        demands: demands(cx.ledger),
        by_hand: !by_hand.is_empty(),
    };
    let readme = template::render_text("templates/README.md.j2", README, &view).map_err(bug)?;
    let readme = readme.replacen(ASSUMPTIONS, &assumptions::text(cx, &notes)?, 1);
    let readme = readme.replacen(BY_HAND, &by_hand, 1);
    let readme = readme.replacen(LEAVING, &notes.list(When::Leaving)?, 1);
    Ok(readme.replacen(RECOVERY, &notes.list(When::Lost)?, 1))
}

fn region_view(cx: &Cx<'_>, region: &Region) -> RegionView {
    let topology = cx.topology;
    RegionView {
        name: region.name.as_str(),
        display_name: region.name.display_name(),
        weight: region.weight.to_string(),
        cidr: cx.ledger.network.range(region.name).map(|range| range.to_string()),
        role: match (topology.is_routed(region.name), region.name == topology.home) {
            (true, true) => "serves, and is where single-writer resources were created",
            (true, false) => "serves",
            (false, _) => "standby",
        },
    }
}

/// Whether it cannot be planned while any region is lost.
fn waits(id: RootId) -> bool {
    matches!(id, RootId::Split(place) if !place.layer.survives)
}

/// Whether it is what one region runs.
fn is_regional(id: RootId) -> bool {
    matches!(id, RootId::Split(place) if place.layer.is_regions())
}

fn root_view(id: RootId) -> RootView {
    let dir = id.dir();
    RootView {
        dir: if dir.is_empty() { ".".to_owned() } else { dir },
        what: match id {
            RootId::Single => "everything",
            RootId::Split(place) => place.layer.holds,
        },
    }
}

fn demands(ledger: &Ledger) -> Vec<DemandView> {
    let view = |Sized { demand, needs, carriers }: &Sized| {
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
    ledger.sizes().map(view).collect()
}
