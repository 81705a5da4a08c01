//! The report for people, piece by piece.

use super::{
    mend,
    piece::{Bar, Piece, READABLE, Table},
    quota,
    report::{Report, Strain, Unit},
    verdict,
};
use crate::{
    block::Demand,
    size::{Loss, Need, Supply},
    topology::Topology,
    words::{Survive, Tier, Via},
};

/// The whole report. `assumptions` are those of the tree's README.
pub(super) fn pieces(report: &Report<'_>, assumptions: &[String]) -> Vec<Piece> {
    let mut pieces = vec![Piece::Heading(title(report))];
    pieces.extend(verdict::answer(report).map(Piece::Line));
    pieces.push(Piece::Line(policy(report)));
    if report.units.is_empty() {
        pieces.push(Piece::Line("Nothing here is sized by traffic share.".to_owned()));
        return pieces;
    }
    pieces.extend(forecast(report.topology).map(Piece::Line));
    if report.units.len() > 1 && !report.losses.is_empty() {
        pieces.push(Piece::Table(summary(report)));
    }
    for unit in &report.units {
        pieces.extend(unit_pieces(report, unit));
    }
    pieces.extend(mend::mend(report));
    pieces.push(Piece::Heading("What these numbers assume".to_owned()));
    if report.asked {
        let same = "The same as without `--lose`, which lists it with the quotas to raise.";
        pieces.push(Piece::Line(same.to_owned()));
        return pieces;
    }
    let mut sentences = assumptions.to_vec();
    if !report.ledger.unsaid.is_empty() {
        let keys = report.ledger.unsaid.join(", ");
        sentences.push(format!("Not looked at, for the topology does not say it: {keys}."));
    }
    pieces.push(Piece::List(sentences));
    let quotas = quota::sentences(report);
    if !quotas.is_empty() {
        pieces.push(Piece::Heading("Quotas to raise before it can work".to_owned()));
        pieces.push(Piece::List(quotas));
    }
    pieces
}

/// Every unit at its worst.
fn summary(report: &Report<'_>) -> Table {
    let row = |unit: &Unit<'_>| {
        let Demand { unit: what, supply, .. } = *unit.demand;
        let (grows, missing) = verdict::worst(report, unit);
        let kept = supply == Supply::Replicated;
        let [grows, missing] = [grows, missing].map(|n| none_as_dash(if kept { 0 } else { n }));
        (vec![unit.demand.title(), what.to_owned(), grows, missing], Bar::default())
    };
    let head = vec!["at worst", "", "must be added", "missing"];
    Table { words: 2, head, rows: report.units.iter().map(row).collect() }
}

fn title(report: &Report<'_>) -> String {
    let topology = report.topology;
    let title = format!("{}: {}", topology.name, topology.tier.as_str());
    match report.losses.first().filter(|_| report.asked) {
        Some(loss) => format!("{title}, {} lost", loss.title()),
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

/// What all numbers hang on, where nothing makes it come true.
fn forecast(topology: &Topology) -> Option<String> {
    let enforced = topology.ingress.via == Via::Route53Weighted;
    let several = topology.in_use().nth(1).is_some();
    (topology.tier == Tier::ActiveActive && several && !enforced).then(|| {
        "A forecast: it holds as far as users go where the weights say, and nothing makes them"
            .to_owned()
    })
}

fn unit_pieces(report: &Report<'_>, unit: &Unit<'_>) -> Vec<Piece> {
    let Demand { unit: what, total, supply, .. } = *unit.demand;
    let title = unit.demand.title();
    let mut pieces =
        vec![Piece::Heading(format!("{title}: {total} {what} for the whole world at peak"))];
    if supply == Supply::Replicated {
        let line = "Every region carries all of them, whichever is lost: writes are replicated.";
        pieces.push(Piece::List(vec![line.to_owned()]));
        return pieces;
    }
    pieces.push(Piece::Table(provided(report, unit)));
    let strains: Vec<(&Loss, Vec<Strain>)> = report.strains(unit).collect();
    let rows: usize = strains.iter().map(|(_, strains)| strains.len()).sum();
    let enough = |(_, all): &(&Loss, Vec<Strain>)| {
        all.iter().all(|strain| strain.must_start == 0 && strain.missing == 0)
    };
    // Where there is enough after every loss, a sentence says it.
    let tabled = rows <= READABLE && !strains.iter().all(enough);
    if rows > READABLE {
        pieces.push(Piece::Line(format!(
            "{} losses; the worst for each region is shown, `--format json` has all.",
            strains.len()
        )));
        pieces.push(Piece::Table(after(unit, &worst(unit, &strains))));
    } else if tabled {
        let all = strains.iter().flat_map(|(loss, strains)| strains.iter().map(|s| (*loss, *s)));
        pieces.push(Piece::Table(after(unit, &all.collect::<Vec<_>>())));
    }
    let sentences = verdict::verdicts(unit, &strains, tabled);
    if !sentences.is_empty() {
        pieces.push(Piece::List(sentences));
    }
    pieces
}

/// What counts as being there, in a word.
fn there(supply: Supply) -> &'static str {
    match supply {
        Supply::Tasks | Supply::Beforehand | Supply::Whole | Supply::Replicated => "runs",
        Supply::Reserved { .. } => "reserved",
        Supply::OnDemand { .. } => "takes at once",
    }
}

/// What is there, and what may be.
fn provided(report: &Report<'_>, unit: &Unit<'_>) -> Table {
    let most = most(unit);
    let row = |(index, (region, need)): (usize, (&crate::topology::Region, &Need))| {
        let Need { share, steady, failover, .. } = *need;
        let mut cells = vec![
            region.name.to_string(),
            region.weight.to_string(),
            share.to_string(),
            steady.to_string(),
            failover.to_string(),
        ];
        let carriers = unit.carriers.and_then(|carriers| carriers.counts.get(index));
        cells.extend(carriers.map(u32::to_string));
        let bar = Bar { runs: steady, added: failover - steady, missing: 0, most };
        (cells, bar)
    };
    let mut head = vec!["region", "weight", "share", there(unit.demand.supply), "may grow to"];
    head.extend(unit.carriers.map(|carriers| carriers.unit));
    let rows = report.topology.in_use().zip(unit.needs).enumerate().map(row).collect();
    Table { words: 1, head, rows }
}

fn after(unit: &Unit<'_>, strains: &[(&Loss, Strain)]) -> Table {
    let most = most(unit);
    let row = |(loss, strain): &(&Loss, Strain)| {
        let Strain { region, needs, runs, must_start, missing } = *strain;
        let cells = [
            loss.title().to_owned(),
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
        head: vec![
            "lost",
            "then",
            "needs",
            if unit.demand.supply.grows_by_itself() { "takes" } else { there(unit.demand.supply) },
            verdict::lacking(unit.demand.supply),
            "missing",
        ],
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
