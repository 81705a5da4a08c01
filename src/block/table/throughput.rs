//! What a table takes at once, and what it is warmed for.
//!
//! DynamoDB on demand has nothing to size: it follows the load. But only up to twice its previous
//! peak at once, and a new table up to a fixed number; what comes above that is refused until it
//! has grown. Warm throughput raises what is taken at once, in all replicas alike.

use toml::Spanned;

use super::spec::TableSpec;
use crate::{
    block::{Cx, Demand, DemandId, Draw, Holds, Remedy},
    bug::Bug,
    diag::{Code, Diagnostic, Diagnostics, shown},
    graph::Expr,
    size::{Need, Supply},
    topology::Topology,
    words::{By, SETTING_WITHOUT_EFFECT, Survive, WRONG_VALUE},
};

pub(super) static DOUBLING_NOT_ENOUGH: Code = Code::warning(
    "doubling-not-enough",
    "a table takes at once what its region inherits",
    "A table on demand takes twice its previous peak at once, a new one 12000 read units per second; it grows \
     beyond that within minutes to half an hour, and refuses what is above until then. Reads arrive where users arrive, \
     so the loss of a region can ask for more than twice as many somewhere. Source: Amazon DynamoDB developer guide, \
     on-demand capacity mode, 2026-11. Counted are the losses that `survive` names.",
);

pub(super) static INDEX_NOT_WARM: Code = Code::warning(
    "index-not-warm",
    "an index takes what is written to its table at once",
    "A global secondary index has a throughput of its own: 4000 write units per second when it is new, however warm its \
     table is. One that cannot keep up makes DynamoDB refuse writes to the *table*. Terraform cannot hold such a number \
     of an index: DynamoDB raises it by itself, and the plan would then ask for a reduction. `writes` of the index says \
     how many reach it. Source: Amazon DynamoDB developer guide, *GSI write throttling and back pressure* and *Warm \
     throughput*, 2026-11.",
);

/// What a new on-demand table takes per second: Amazon DynamoDB developer guide, on-demand capacity
/// mode, 2026-11. The provider accepts no less for warm throughput.
const NEW_READS: u32 = 12_000;
pub(super) const NEW_WRITES: u32 = 4_000;

/// What AWS starts every account with, per table and region, for reads and for writes: Amazon
/// DynamoDB developer guide, quotas, 2026-11.
const QUOTA: u32 = 40_000;

pub(super) const BY_HAND: &str = "Tables that are warmed: Terraform warms a table when it creates it, and never later, for DynamoDB raises the values by
itself as a table grows, and never lets them fall. For a table that existed before, the plan of its root warns and names
the command; all replicas follow. AWS charges for it once.";

pub(super) const INDEXES: &str = "Indexes of tables that are warmed: a new index takes 4000 write units a second, and what it refuses the table refuses. Where
more reach it, warm it after the first apply, before users come; plans do not show it:

```sh
aws dynamodb update-table --region {{ home }} --table-name {{ name }}-<table> --global-secondary-index-updates \\
  '[{\"Update\": {\"IndexName\": \"<index>\", \"WarmThroughput\": {\"WriteUnitsPerSecond\": <units>}}}]'
```";

pub(super) const STRONG: &str = "Strongly consistent tables: apply{% if split %} `data`{% endif %} twice. Deletion protection of their replicas comes with the second apply;
until then whoever may delete tables can delete one.";

pub(super) const STRONG_STREAM: &str = "Strongly consistent tables with a stream: only `{{ home }}` has it. For consumers elsewhere switch it on there; Terraform does
not see it:
`aws dynamodb update-table --region <region> --table-name {{ name }}-<table> --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES`";

pub(super) const AT_ONCE: &str = "\
A table is taken to have had its region's share of the reads before; it takes twice that at once, or 12000 a second
where that is more{{ and_warmed }}. Hot keys and indexes are not counted.";

pub(super) const EVERYWHERE: &str = "\
Every region carries all writes of a table, because they are replicated. An index that is new takes 4000 a second,
whatever its table is warmed for, and what it refuses the table refuses.";

/// What the whole world needs of a table at peak.
#[derive(PartialEq)]
pub(super) struct Throughput {
    pub(super) reads: Option<u32>,
    pub(super) writes: Option<u32>,
    pub(super) warm: bool,
    /// Some index is reached by more than a new one takes.
    pub(super) cold_index: bool,
}

const WARM: Remedy = Remedy {
    so_that: "So that the table takes at once what it inherits:",
    write: "[tables.{entry}]\nwarm = true",
};

const TABLE: &str = "table";
const READS: &str = "read units/s";

fn draw(quota: &'static str, unit: &'static str) -> Draw {
    let (service, holds) = ("Amazon DynamoDB, each table", Holds::Each { default: QUOTA });
    Draw { service, quota, unit, thousandths: 1_000, holds, also: &[], hint: None }
}

fn writes(name: &str, total: u32) -> Demand {
    Demand {
        kind: TABLE,
        name: name.to_owned(),
        unit: "write units/s",
        total,
        supply: Supply::Replicated,
        grown_by: "the table",
        remedy: None,
        draw: Some(draw("Table-level write throughput limit", "write units/s")),
    }
}

impl Throughput {
    pub(super) fn demands(&self, name: &str) -> Vec<Demand> {
        let reads = self.reads.map(|total| Demand {
            unit: READS,
            total,
            supply: self.supply(),
            remedy: Some(WARM),
            draw: Some(draw("Table-level read throughput limit", READS)),
            ..writes(name, 0)
        });
        reads.into_iter().chain(self.writes.map(|total| writes(name, total))).collect()
    }

    fn supply(&self) -> Supply {
        Supply::OnDemand { at_once: NEW_READS, warm: self.warm }
    }

    /// What the module is told. It does not depend on weights or losses: no redistribution exceeds
    /// what the whole world reads, and what never falls must not have to.
    pub(super) fn warmed(&self) -> Option<Expr> {
        let above = |units: Option<u32>, new| units.filter(|units| self.warm && *units > new);
        let reads = above(self.reads, NEW_READS).map(|units| ("reads", Expr::from(units)));
        let writes = above(self.writes, NEW_WRITES).map(|units| ("writes", Expr::from(units)));
        let both: Vec<_> = reads.into_iter().chain(writes).collect();
        (!both.is_empty()).then(|| Expr::map(both))
    }
}

pub(super) fn check(
    name: &str,
    spec: &TableSpec,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Throughput {
    let own = [("reads", &spec.reads), ("writes", &spec.writes)];
    let indexes = spec.indexes.values().map(|index| ("writes", &index.get_ref().writes));
    for (key, units) in own.into_iter().chain(indexes) {
        if let Some(zero) = units.as_ref().filter(|units| *units.get_ref() == 0) {
            diags.push(
                Diagnostic::new(
                    &WRONG_VALUE,
                    zero.span(),
                    format!("`{key}` of 0 units per second"),
                )
                .help("write what the whole world needs at peak, or leave it out"),
            );
        }
    }
    if let Some(warm) = spec.warm.as_ref().filter(|warm| *warm.get_ref())
        && spec.reads.is_none()
        && spec.writes.is_none()
    {
        diags.push(
            Diagnostic::new(
                &SETTING_WITHOUT_EFFECT,
                warm.span(),
                "`warm` has no effect without `reads` or `writes`",
            )
            .note("a table is warmed for what the whole world needs of it")
            .suggest_removal("add `reads` or `writes`, or remove `warm`", warm.span()),
        );
    }
    let policy = topology.capacity;
    let beforehand = policy.by == By::Static && policy.survive != Survive::None;
    let mut throughput = Throughput {
        reads: spec.reads.as_ref().map(|reads| *reads.get_ref()),
        writes: spec.writes.as_ref().map(|writes| *writes.get_ref()),
        warm: spec.warm.as_ref().map_or(beforehand, |warm| *warm.get_ref()),
        cold_index: false,
    };
    throughput.cold_index = cold_index(name, spec, &throughput, diags);
    throughput
}

/// Warns where a region may be asked for more than it takes at once.
pub(super) fn link(
    name: &str,
    throughput: &Throughput,
    cx: &Cx<'_>,
    diags: &mut Diagnostics,
) -> Result<(), Bug> {
    let Some((need, after)) = throughput.refused(name, cx)? else { return Ok(()) };
    let message = format!(
        "`{name}` in {} may be asked for {after} read units/s at once and takes {}",
        need.region, need.steady
    );
    let usual = match need.share {
        0 => format!("nothing reads there before, and a new table takes {NEW_READS}"),
        usual => {
            format!("it has had {usual}, takes twice that at once, and a new one {NEW_READS}")
        }
    };
    let place = diags.places().value(&["tables", name, "reads"]);
    diags.push(
        Diagnostic::new(&DOUBLING_NOT_ENOUGH, place, message)
            .note(usual)
            .note("the rest is refused until the table has grown")
            .help("add `warm = true` to the table, so that every region takes all reads at once"),
    );
    Ok(())
}

/// An index takes what a new one does, whatever the table was warmed for. Says whether that is too little for one.
fn cold_index(
    table: &str,
    spec: &TableSpec,
    throughput: &Throughput,
    diags: &mut Diagnostics,
) -> bool {
    let Some(all) = throughput.writes.filter(|_| throughput.warm) else { return false };
    let mut cold = false;
    for (name, index) in &spec.indexes {
        let own = index.get_ref().writes.as_ref();
        let reach = own.map_or(all, |own| *own.get_ref());
        if reach > NEW_WRITES {
            cold = true;
            let place = own.map_or_else(|| name.span(), Spanned::span);
            let message = format!(
                "{reach} write units/s reach index `{}` of `{table}`, and it takes {NEW_WRITES} at once",
                shown(name.get_ref())
            );
            diags.push(
                Diagnostic::new(&INDEX_NOT_WARM, place, message)
                    .note("what an index refuses the table refuses, until the index has grown")
                    .help(
                        "write `writes` of the index if fewer reach it, or warm it by hand once it is there, \
                         as the tree's README says",
                    ),
            );
        }
    }
    cold
}

impl Throughput {
    /// Where most is refused after a loss that is to be survived, with what is asked for there.
    fn refused(&self, name: &str, cx: &Cx<'_>) -> Result<Option<(Need, u32)>, Bug> {
        let Some(reads) = self.reads else { return Ok(None) };
        let supply = self.supply();
        let survived = cx.topology.capacity.survive.regions();
        let capacity = &cx.ledger.capacity;
        let losses = capacity.losses().iter().filter(|loss| loss.size() <= survived);
        let needs = cx.ledger.needs(&DemandId::new(TABLE, name, READS))?;
        let refused = losses
            .flat_map(|loss| needs.iter().copied().zip(capacity.after(loss, reads, supply)))
            .filter_map(|(need, after)| Some((need, after.filter(|after| *after > need.steady)?)))
            .max_by_key(|(need, after)| after - need.steady);
        Ok(refused)
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Source;

    /// What is there of a warm table's writes in home, with an index that `writes` reach.
    fn writes(reach: &str) -> (u32, u32) {
        let text = format!(
            "name = \"shop\"\ntier = \"active-active\"\nhome = \"us-east-1\"\n[regions]\nus-east-1 = {{}}\neu-west-1 = {{}}\n\
             [tables.orders]\nhash_key = \"id:S\"\nwrites = 9000\nwarm = true\n\
             indexes.by_day = {{ hash_key = \"day:S\"{reach} }}"
        );
        let mut diags = crate::diag::Diagnostics::new();
        let checked = crate::check(&Source::new("test.toml", text), &mut diags).ok().unwrap();
        let sized = checked.parts.ledger().sizes().next().unwrap();
        (sized.needs[0].steady, sized.needs[0].failover)
    }

    #[test]
    fn writes_that_an_index_holds_up_are_not_there_beforehand() {
        assert_eq!(writes(", writes = 300"), (9_000, 9_000));
        assert_eq!(writes(""), (4_000, 9_000));
    }
}
