//! The report for people, before anybody knows whether it goes to a terminal or into a page.

use super::{Report, Strain, Unit, lost, quota};
use crate::{
    size::{Loss, Need},
    topology::{By, Survive, Tier},
};

/// A part of the report.
pub(super) enum Piece {
    /// What comes next.
    Heading(String),
    /// A sentence.
    Line(String),
    /// Rows of cells; the first columns are words, the others numbers.
    Table(Table),
    /// Sentences.
    List(Vec<String>),
    /// What to write into the topology.
    Toml(String),
}

/// A table with a bar at the end of each row.
pub(super) struct Table {
    pub(super) words: usize,
    pub(super) head: Vec<&'static str>,
    pub(super) rows: Vec<(Vec<String>, Bar)>,
}

/// What runs, what is added, what is missing, out of the most that any row of the unit has.
#[derive(Clone, Copy, Default)]
pub(super) struct Bar {
    pub(super) runs: u32,
    pub(super) added: u32,
    pub(super) missing: u32,
    pub(super) most: u32,
}

/// More rows than this nobody reads; then each region's worst loss stands for all.
const READABLE: usize = 24;

/// The whole report. `assumptions` are those of the tree's README.
pub(super) fn pieces(report: &Report<'_>, assumptions: &[String]) -> Vec<Piece> {
    let mut pieces = vec![Piece::Heading(title(report)), Piece::Line(policy(report))];
    if report.units.is_empty() {
        pieces.push(Piece::Line("Nothing here is sized by traffic share.".to_owned()));
        return pieces;
    }
    for unit in &report.units {
        pieces.extend(unit_pieces(report, unit));
    }
    pieces.extend(mend(report));
    pieces.push(Piece::Heading("What these numbers assume".to_owned()));
    pieces.push(Piece::List(assumptions.to_vec()));
    let quotas = quota::quotas(report);
    if !quotas.is_empty() {
        pieces.push(Piece::Heading("Quotas to raise before it can work".to_owned()));
        let line = |quota: quota::Quota| {
            let quota::Quota { name, region, least, unit } = quota;
            format!("{region}: request at least {least} {unit} of \"{name}\"")
        };
        let mut lines: Vec<String> = quotas.into_iter().map(line).collect();
        lines.push(
            "What the account has is not known here. A deployment starts new tasks beside the old \
             ones: for one at the same time as a failover, request twice that."
                .to_owned(),
        );
        pieces.push(Piece::List(lines));
    }
    pieces
}

fn title(report: &Report<'_>) -> String {
    let topology = report.topology;
    let title = format!("{}: {}", topology.name, topology.tier.as_str());
    match report.losses.first().filter(|_| report.asked) {
        Some(loss) => format!("{title}, {} lost", lost(loss)),
        None => title,
    }
}

fn policy(report: &Report<'_>) -> String {
    let policy = report.topology.capacity;
    let by = match (report.topology.tier, policy.survive) {
        (Tier::SingleRegion, _) => return "One region, and nothing for its loss.".to_owned(),
        (_, Survive::None) => String::new(),
        _ => format!(", by = \"{}\"", policy.by.as_str()),
    };
    format!(
        "survive = \"{}\"{by}, redistribute = \"{}\"",
        policy.survive.as_str(),
        policy.redistribute.as_str()
    )
}

fn unit_pieces(report: &Report<'_>, unit: &Unit<'_>) -> Vec<Piece> {
    let Unit { kind, name, what, total, .. } = unit;
    let mut pieces = vec![
        Piece::Heading(format!("{kind} {name}: {total} {what} for the whole world at peak")),
        Piece::Table(provided(report, unit)),
    ];
    let strains: Vec<(&Loss, Vec<Strain>)> = report.strains(unit).collect();
    let rows: usize = strains.iter().map(|(_, strains)| strains.len()).sum();
    if rows > READABLE {
        pieces.push(Piece::Line(format!(
            "{} losses; the worst for each region is shown, `--format json` has all.",
            strains.len()
        )));
        pieces.push(Piece::Table(after(unit, &worst(unit, &strains))));
    } else if rows > 0 {
        let all = strains.iter().flat_map(|(loss, strains)| strains.iter().map(|s| (*loss, *s)));
        pieces.push(Piece::Table(after(unit, &all.collect::<Vec<_>>())));
    }
    pieces.push(Piece::List(verdicts(unit, &strains)));
    pieces
}

/// What is there, and what may be.
fn provided(report: &Report<'_>, unit: &Unit<'_>) -> Table {
    let most = most(unit);
    let row = |(region, need): (&crate::topology::Region, &Need)| {
        let Need { share, steady, failover, .. } = *need;
        let cells = [
            region.name.to_string(),
            region.weight.to_string(),
            share.to_string(),
            steady.to_string(),
            failover.to_string(),
        ];
        let bar = Bar { runs: steady, added: failover - steady, missing: 0, most };
        (cells.to_vec(), bar)
    };
    Table {
        words: 1,
        head: vec!["region", "weight", "share", "runs", "may grow to"],
        rows: report.topology.in_use().zip(&unit.needs).map(row).collect(),
    }
}

fn after(unit: &Unit<'_>, strains: &[(&Loss, Strain)]) -> Table {
    let most = most(unit);
    let row = |(loss, strain): &(&Loss, Strain)| {
        let Strain { region, needs, runs, must_start, missing } = *strain;
        let cells = [
            lost(loss),
            region.to_string(),
            needs.to_string(),
            runs.to_string(),
            none_as_dash(must_start),
            none_as_dash(missing),
        ];
        (cells.to_vec(), Bar { runs: runs.min(needs), added: must_start, missing, most })
    };
    Table {
        words: 2,
        head: vec!["lost", "then", "needs", "runs", "must start", "missing"],
        rows: strains.iter().map(row).collect(),
    }
}

fn none_as_dash(count: u32) -> String {
    if count == 0 { "-".to_owned() } else { count.to_string() }
}

/// Each region's worst loss.
fn worst<'l>(unit: &Unit<'_>, strains: &[(&'l Loss, Vec<Strain>)]) -> Vec<(&'l Loss, Strain)> {
    let of = |need: &Need| {
        let own = strains.iter().filter_map(|(loss, strains)| {
            Some((*loss, *strains.iter().find(|strain| strain.region == need.region)?))
        });
        // Of equal ones the first: the topology's order means something.
        own.rev().max_by_key(|(_, strain)| strain.needs)
    };
    unit.needs.iter().filter_map(of).collect()
}

fn most(unit: &Unit<'_>) -> u32 {
    let needs = unit.after.iter().flatten().flatten().copied();
    needs.chain(unit.needs.iter().map(|need| need.failover)).max().unwrap_or(0)
}

/// What is stable as it runs, apart from what has to start, apart from what is not covered.
fn verdicts(unit: &Unit<'_>, strains: &[(&Loss, Vec<Strain>)]) -> Vec<String> {
    let sum = |strains: &[Strain], of: fn(&Strain) -> u32| strains.iter().map(of).sum::<u32>();
    let (mut stable, mut starts, mut short) = (Vec::new(), Vec::new(), Vec::new());
    for (loss, strains) in strains {
        let name = lost(loss);
        let most = if loss.is_certain() { "" } else { "up to " };
        match (sum(strains, |s| s.missing), sum(strains, |s| s.must_start)) {
            (0, 0) => stable.push(name),
            (0, more) => starts.push(format!("{name} ({most}+{more})")),
            (missing, _) => short.push(format!("{name} ({most}{missing} missing)")),
        }
    }
    let mut lines = Vec::new();
    let mut say = |what: &str, names: Vec<String>| {
        if !names.is_empty() {
            lines.push(format!("{what}: {}", names.join(", ")));
        }
    };
    say("Stable as it runs after the loss of", stable);
    let starting = format!("Must start {} during the outage after the loss of", unit.what);
    say(&starting, starts);
    say("Not covered, the loss of", short);
    if strains.iter().any(|(loss, _)| !loss.is_certain()) {
        lines.push(
            "\"Up to\": which region inherits is not known beforehand, so each is sized to be the one"
                .to_owned(),
        );
    }
    if let Some(least) = unit.steered {
        lines.push(format!(
            "If somebody moves the DNS weights during the outage, {least} in all regions together \
             are enough"
        ));
    }
    lines
}

/// The lines of the topology that would help.
fn mend(report: &Report<'_>) -> Vec<Piece> {
    let strains: Vec<(&Loss, Strain)> = report
        .units
        .iter()
        .flat_map(|unit| report.strains(unit))
        .flat_map(|(loss, strains)| strains.into_iter().map(move |strain| (loss, strain)))
        .collect();
    let short = strains.iter().filter(|(_, s)| s.missing > 0).map(|(loss, _)| loss.size()).max();
    let starts = strains.iter().any(|(_, strain)| strain.must_start > 0);
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
    if !pieces.is_empty() {
        pieces.insert(0, Piece::Heading("What would mend it".to_owned()));
    }
    pieces
}
