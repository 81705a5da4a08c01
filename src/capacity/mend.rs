//! The lines of the topology that would help.

use std::collections::BTreeSet;

use super::{piece::Piece, report::Report};
use crate::{
    block::Demand,
    size::Supply,
    words::{By, Tier},
};

/// What is short after the losses that are looked at. A large topology has millions of pairs of a
/// loss and a region, so they are gone through once.
#[derive(Default)]
struct Shortage<'r> {
    /// How many regions are lost where something is missing that was not to be survived.
    lost: usize,
    /// Something has to start.
    starts: bool,
    /// Tables that have to grow.
    cold: BTreeSet<&'r str>,
    /// Databases with a region where a number stands in the way.
    fixed: BTreeSet<(&'r str, &'static str)>,
}

impl<'r> Shortage<'r> {
    fn of(report: &'r Report<'r>) -> Self {
        let mut found = Self::default();
        let survived = report.topology.capacity.survive.regions();
        for unit in &report.units {
            let Demand { name, supply, .. } = unit.demand;
            for (loss, strains) in report.strains(unit) {
                for strain in strains {
                    if strain.must_start > 0 && matches!(supply, Supply::OnDemand { .. }) {
                        found.cold.insert(name);
                    } else if strain.must_start > 0 {
                        found.starts = true;
                    }
                    if strain.missing > 0 && loss.size() > survived {
                        found.lost = found.lost.max(loss.size());
                    } else if strain.missing > 0 && supply.is_fixed() {
                        found.fixed.insert((name, strain.region.as_str()));
                    }
                }
            }
        }
        found
    }
}

/// What to write, and what it is for.
pub(super) fn mend<'r>(report: &'r Report<'r>) -> Vec<Piece> {
    let shortage = Shortage::of(report);
    let mut pieces = survive(report, shortage.lost);
    if shortage.starts && report.topology.capacity.by == By::Autoscale {
        let pilot_light = report.topology.tier == Tier::PilotLight;
        let tier = if pilot_light { "tier = \"warm-standby\"\n\n" } else { "" };
        pieces.extend(toml(
            "So that what must start is already running:",
            &format!("{tier}[capacity]\nby = \"static\""),
        ));
    }
    let tables = shortage.cold.iter().map(|name| format!("[tables.{name}]\nwarm = true"));
    let tables: Vec<String> = tables.collect();
    pieces.extend(all("So that the table takes at once what it inherits:", &tables));
    let databases = shortage.fixed.iter().map(|(name, region)| {
        format!("[databases.{name}]\nregions.{region} = {{}} # without `instances`")
    });
    let databases: Vec<String> = databases.collect();
    pieces.extend(all("So that the share decides, and not a number:", &databases));
    if !pieces.is_empty() {
        pieces.insert(0, Piece::Heading("What would mend it".to_owned()));
    }
    pieces
}

/// A policy for the loss of so many regions.
fn survive(report: &Report<'_>, lost: usize) -> Vec<Piece> {
    let what = "So that what is missing may start:";
    match lost {
        0 => Vec::new(),
        1 => toml(what, "[capacity]\nsurvive = \"one-region\""),
        2 if report.topology.in_use().count() > 2 => {
            toml(what, "[capacity]\nsurvive = \"two-regions\"")
        }
        _ => vec![Piece::Line(format!("No policy covers the loss of {lost} regions at once."))],
    }
}

/// All tables under one sentence.
fn all(what: &str, tables: &[String]) -> Vec<Piece> {
    if tables.is_empty() { Vec::new() } else { toml(what, &tables.join("\n\n")) }
}

fn toml(what: &str, text: &str) -> Vec<Piece> {
    vec![Piece::Line(what.to_owned()), Piece::Toml(text.to_owned())]
}
