//! A service that AWS does not have: what it takes to write a block. It calls a module that is there.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, de::DeValue};

use super::{
    Alarm, Block, Comparison, Cx, Demand, Ledger, Made, Missing, Note, Part, Section, Signal,
    Statistic, Watched, When, name,
};
use crate::{
    bug::Bug,
    diag::Diagnostics,
    graph::{Expr, Graph, Layer, Module, Output, Place},
    size::Supply,
    topology::Topology,
    words::{self, Field, Named, entry_name, required},
};

pub(crate) const BLOCK: Block = Block {
    name: "turbines",
    creates: &[("mills/<region>", "how many turbines of each kind turn there")],
    section: Some(Section {
        name: "turbines",
        named_by: Some("name"),
        summary: "Turbines in every region in use, by share.",
        schema: |generator| generator.subschema_for::<IndexMap<String, TurbineSpec>>(),
        example: "# [turbines.north]\n# count = 10\n",
    }),
    names: &[name("aws_ssm_parameter", "/{name}/functions/{entry}/reserved-concurrency")],
    codes: &[],
    check,
};

const MODULE: Module = Module::new("functions");
static MILLS: Layer = Layer::in_regions("mills", 25, "what turns in this region");
const TURNING: Output = MODULE.output("reserved_concurrency");

/// `[turbines.*]`: one kind.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TurbineSpec {
    /// How many the whole world needs.
    #[schemars(required, range(min = 1, max = 1_000))]
    count: Field<u32>,
}

#[derive(PartialEq)]
struct Turbines(IndexMap<String, u32>);

fn check(
    section: Option<Spanned<DeValue<'_>>>,
    _topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let specs: Named<TurbineSpec> = words::read(section?, diags).ok()?;
    let mut kinds = IndexMap::new();
    for (key, spec) in &specs {
        let count = required(spec.get_ref().count.as_ref(), "count", key.span().into(), diags)?;
        kinds.insert(entry_name(key, diags)?, *count.get_ref());
    }
    Some(Box::new(Turbines(kinds)))
}

fn demand((entry, count): (&String, &u32)) -> Demand {
    Demand {
        kind: "turbine",
        name: entry.clone(),
        unit: "turbines",
        total: *count,
        supply: Supply::Beforehand,
        grown_by: "the wind",
        remedy: None,
        draw: None,
    }
}

impl Part for Turbines {
    fn declare(&self, _topology: &Topology, ledger: &mut Ledger) {
        ledger.keys.want();
        for kind in &self.0 {
            ledger.entry(kind.0, kind.0);
            ledger.demand(demand(kind));
        }
        ledger.notes.push(Note::new(When::ByHand, "Turbines: oil them in\n`{{ home }}`."));
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        let called = |kind: &str| cx.topology.called(BLOCK.name, kind).to_owned();
        for region in cx.topology.in_use().map(|region| region.name) {
            let steady = |kind| Ok(cx.ledger.need(&demand(kind).id(), region)?.steady);
            let turning = self.0.iter().map(|kind| Ok((called(kind.0), steady(kind)?)));
            let turning = Expr::map(turning.collect::<Result<Vec<_>, Bug>>()?);
            graph
                .call(&MODULE.call("turbines", Place::of(&MILLS, region)))
                .set("name", cx.topology.name.as_str())
                .set("region", region)
                .set("reserved_concurrency", turning.clone())
                .promise(TURNING, turning)
                .add();
            let alarms = self.0.keys().map(|kind| Alarm::of("turbines", &*called(kind), []));
            made.watch(|| {
                Ok([Watched::in_region("turbines", region, vec![STILL], alarms.collect())])
            })?;
        }
        Ok(())
    }
}

const STILL: Signal = Signal {
    name: "still",
    description: "Nothing turns.",
    namespace: "Wind",
    metric: "Speed",
    statistic: Statistic::Maximum,
    minus: None,
    sum_over: None,
    comparison: Comparison::Below,
    threshold: Some(1),
    minutes: 5,
    missing: Missing::Bad,
};
