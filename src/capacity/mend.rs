//! The lines of the topology that would help.

use super::{Report, Strain, Unit, document::Piece};
use crate::{
    size::{Loss, Supply},
    topology::{By, Tier},
};

/// What to write, and what it is for.
pub(super) fn mend(report: &Report<'_>) -> Vec<Piece> {
    let all: Vec<(&Unit<'_>, &Loss, Strain)> = report
        .units
        .iter()
        .flat_map(|unit| report.strains(unit).map(move |(loss, strains)| (unit, loss, strains)))
        .flat_map(|(unit, loss, strains)| strains.into_iter().map(move |s| (unit, loss, s)))
        .collect();
    let survived = report.topology.capacity.survive.regions();
    let missing = || all.iter().filter(|(_, _, strain)| strain.missing > 0);
    let short = missing().map(|(_, loss, _)| loss.size()).filter(|size| *size > survived).max();
    let on_demand = |unit: &Unit<'_>| matches!(unit.demand.supply, Supply::OnDemand { .. });
    let growing = || all.iter().filter(|(_, _, strain)| strain.must_start > 0).map(|one| one.0);
    let starts = growing().any(|unit| !on_demand(unit));
    let mut cold: Vec<&str> =
        growing().filter(|unit| on_demand(unit)).map(|unit| unit.demand.name).collect();
    cold.dedup();
    let in_use = report.topology.in_use().count();
    let mut pieces = Vec::new();
    let enough = match short {
        None | Some(0) => None,
        Some(1) => Some("one-region"),
        Some(2) if in_use > 2 => Some("two-regions"),
        Some(lost) => {
            pieces
                .push(Piece::Line(format!("No policy covers the loss of {lost} regions at once.")));
            None
        }
    };
    if let Some(survive) = enough {
        pieces.push(Piece::Line("So that what is missing may start:".to_owned()));
        pieces.push(Piece::Toml(format!("[capacity]\nsurvive = \"{survive}\"")));
    }
    if starts && report.topology.capacity.by == By::Autoscale {
        let tier = report.topology.tier == Tier::PilotLight;
        let tier = if tier { "tier = \"warm-standby\"\n\n" } else { "" };
        pieces.push(Piece::Line("So that what must start is already running:".to_owned()));
        pieces.push(Piece::Toml(format!("{tier}[capacity]\nby = \"static\"")));
    }
    if !cold.is_empty() {
        let tables: Vec<String> =
            cold.iter().map(|name| format!("[tables.{name}]\nwarm = true")).collect();
        pieces.push(Piece::Line("So that the table takes at once what it inherits:".to_owned()));
        pieces.push(Piece::Toml(tables.join("\n\n")));
    }
    let mut fixed: Vec<String> = missing()
        .filter(|(unit, loss, _)| {
            loss.size() <= survived && unit.demand.supply == Supply::Beforehand
        })
        .map(|(unit, _, strain)| {
            format!("[databases.{}]\nregions.{} = {{}}", unit.demand.name, strain.region)
        })
        .collect();
    fixed.sort();
    fixed.dedup();
    if !fixed.is_empty() {
        pieces.push(Piece::Line("So that its share, and not a number, decides:".to_owned()));
        pieces.push(Piece::Toml(fixed.join("\n\n")));
    }
    if !pieces.is_empty() {
        pieces.insert(0, Piece::Heading("What would mend it".to_owned()));
    }
    pieces
}
