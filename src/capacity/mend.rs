//! The lines of the topology that would help.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{piece::Piece, report::Report};
use crate::{
    block::{Demand, Remedy},
    words::{By, Tier},
};

/// What is short after the losses that are looked at. A large topology has millions of pairs of a
/// loss and a region, so they are gone through once.
#[derive(Default)]
struct Shortage {
    /// How many regions are lost where something is missing that was not to be survived.
    lost: usize,
    /// Something has to start.
    starts: bool,
    /// What the blocks know to help, by what it is for.
    remedies: IndexMap<&'static str, BTreeSet<String>>,
}

impl Shortage {
    fn of(report: &Report<'_>) -> Self {
        let mut found = Self::default();
        let survived = report.topology.capacity.survive.regions();
        for unit in &report.units {
            let supply = unit.demand.supply;
            for (loss, strains) in report.strains(unit) {
                for strain in strains {
                    let own = supply.grows_by_itself();
                    found.starts |= strain.must_start > 0 && !own;
                    if strain.missing > 0 && loss.size() > survived {
                        found.lost = found.lost.max(loss.size());
                    } else if strain.missing > 0 || strain.must_start > 0 && own {
                        found.remedy(unit.demand, strain.region.as_str());
                    }
                }
            }
        }
        found
    }

    /// What the block would write, if it knows something.
    fn remedy(&mut self, demand: &Demand, region: &str) {
        if let Some(Remedy { so_that, write }) = demand.remedy {
            let line = write.replace("{entry}", &demand.name).replace("{region}", region);
            self.remedies.entry(so_that).or_default().insert(line);
        }
    }
}

/// What to write, and what it is for.
pub(super) fn mend(report: &Report<'_>) -> Vec<Piece> {
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
    for (so_that, lines) in shortage.remedies {
        pieces.extend(toml(so_that, &lines.into_iter().collect::<Vec<_>>().join("\n\n")));
    }
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

fn toml(what: &str, text: &str) -> Vec<Piece> {
    vec![Piece::Line(what.to_owned()), Piece::Toml(text.to_owned())]
}
