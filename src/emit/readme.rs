//! The tree's README: what it is, in what order to apply it, what was assumed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{assumptions, notes::Notes};
use crate::{
    block::{Cx, Draw, Ledger, Sized, When},
    bug::{Bug, bug},
    graph::Graph,
    partition::{RootId, Roots},
    size::Need,
    topology::Region,
    words::Layout,
};

const README: &str = include_str!("../../templates/README.md.j2");

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one question that the template asks")]
struct View<'a> {
    name: &'a str,
    tier: &'static str,
    home: &'static str,
    control_region: &'static str,
    remote_state: bool,
    split: bool,
    /// The roots that wait for a lost region: `foundation` and `data`.
    waiting: Vec<String>,
    /// There are roots for single regions.
    regional: bool,
    /// Users are routed to something here.
    edge: bool,
    /// More than one region is in use.
    several: bool,
    /// Roots have tests of their own.
    tests: bool,
    first: Option<String>,
    regions: Vec<RegionView>,
    roots: Vec<RootView>,
    demands: Vec<DemandView>,
    /// What of a region is protected, in words.
    protected: String,
    limits: Vec<LimitView>,
    /// Where the blocks have something to say.
    said: BTreeMap<&'static str, bool>,
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
struct LimitView {
    whose: &'static str,
    unit: &'static str,
    most: u32,
    taken: u32,
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
    let notes = Notes::new(cx)?;
    // By the line of the template that it stands for.
    let said = [
        ("applied", notes.paragraphs(When::Applied)?),
        ("leaving", notes.list(When::Leaving, "- ")?),
        ("by_hand", notes.list(When::ByHand, "- ")?),
        ("assumptions", assumptions::text(cx, &notes)?),
        ("routing", notes.paragraphs(When::Routing)?),
        ("awaited", notes.list(When::Awaited, "     - ")?),
        ("lost", notes.list(When::Lost, "- ")?),
        ("back", notes.steps()?),
    ];
    let view = View {
        name: &topology.name,
        tier: topology.tier.as_str(),
        home: topology.home.as_str(),
        control_region: topology.control_region.as_str(),
        remote_state: topology.state.is_some(),
        split: topology.layout == Layout::Split,
        waiting: roots.iter().filter(|root| waits(root.id)).map(|root| root.id.dir()).collect(),
        regional: roots.iter().any(|root| is_regional(root.id)),
        edge: !cx.ledger.hosts.is_empty(),
        several: topology.in_use().nth(1).is_some(),
        tests: graph.calls().any(|(_, call)| !call.promised.is_empty()),
        first: roots.iter().flat_map(|root| &root.waits).next().map(|root| root.dir()),
        regions: topology.in_use().map(|region| region_view(cx, region)).collect(),
        roots: roots.iter().map(|root| root_view(root.id)).collect(),
        demands: demands(cx.ledger),
        protected: notes.words(When::Protected)?,
        limits: limits(cx.ledger),
        said: said.iter().map(|(place, text)| (*place, !text.is_empty())).collect(),
    };
    let mut readme =
        notes.templates.render("templates/README.md.j2", README, &view).map_err(bug)?;
    for (place, text) in said {
        readme = readme.replacen(&format!("<!-- {place} -->\n"), &text, 1);
    }
    Ok(readme)
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

fn limits(ledger: &Ledger) -> Vec<LimitView> {
    let view =
        |(Draw { service, unit, .. }, most, taken)| LimitView { whose: service, unit, most, taken };
    ledger.limits().into_iter().map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::{README, assumptions::ASSUMPTIONS};
    use crate::registry;

    /// What a section's things have to be told is for its block to say, so that no tree speaks of what it has not.
    #[test]
    fn templates_name_no_section() {
        // Words for something else.
        let other = [
            "the S3 bucket that",
            "to a bucket in another region",
            "no service, but every plan",
            "than some services take",
            "a service-linked role",
            "configuration of S3 buckets",
            "| weight | network |",
            "behind another network",
        ];
        let text = other.iter().fold([README, ASSUMPTIONS].concat(), |text, other| {
            assert!(text.contains(other), "{other}");
            text.replace(other, "")
        });
        let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphabetic()).collect();
        for section in registry::sections() {
            let single = section.name.strip_suffix('s').unwrap_or(section.name);
            for name in [section.name, single] {
                assert!(!words.contains(&name), "{name}");
            }
        }
    }
}
