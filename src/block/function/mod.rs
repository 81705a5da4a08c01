//! Reserved concurrency of Lambda functions that are deployed elsewhere.
//!
//! The AWS provider sets a reservation as an argument of the function that it creates, and has no
//! resource for the reservation of another stack's function. To set it anyway, by running a command
//! or by importing the function, would make two owners. So each region publishes the number as an
//! SSM parameter that the function's own deployment reads in its own region.
//!
//! What is published is the need after another region was lost: a reservation is also a hard cap,
//! costs nothing, and must not have to be raised during an outage.

mod check;
mod model;
mod spec;

use self::{
    model::{Function, Functions, MODULE, PARAMETER_NAMES, RESERVED_CONCURRENCY, UNRESERVED},
    spec::FunctionsSpec,
};
use super::{
    Alarm, Block, Comparison, Cx, Demand, Draw, Holds, Ledger, Made, Missing, Note, Part, Section,
    Signal, Statistic, Watched, When, name,
};
use crate::{
    aws::RegionName,
    bug::Bug,
    diag::Diagnostics,
    graph::{Expr, Graph, Place},
    size::Supply,
    topology::Topology,
};

pub(crate) const BLOCK: Block = Block {
    name: "functions",
    creates: &[
        (
            "regions/<region>",
            "an SSM parameter `/<name>/functions/<entry>/reserved-concurrency` for each function: the provider can reserve concurrency only for functions that it owns, so the function's own deployment reads the number and sets it",
        ),
        ("regions/<region>", "with `[alarms]`: refused calls of a function, 5 minutes in a row"),
    ],
    section: Some(Section {
        name: "functions",
        named_by: Some("parameter"),
        summary: "Reserved concurrency of Lambda functions deployed elsewhere: split by share, sized for the loss of another region, checked against the quota.",
        schema: |generator| generator.subschema_for::<FunctionsSpec>(),
        example: "\
# [functions]
# quota = 1000                    # concurrent executions that each region allows these functions

# [functions.process-payment]     # reserved concurrency of a Lambda function deployed elsewhere
# concurrency = 600               # for the whole world at peak
",
    }),
    names: &[
        name("aws_lambda_function", "{called}"),
        name("aws_ssm_parameter", "/{name}/functions/{entry}/reserved-concurrency"),
    ],
    codes: check::CODES,
    check: check::check,
};

const THROTTLED: Signal = Signal {
    name: "throttled",
    description: "Lambda refuses calls of the function, 5 minutes in a row: it needs more than its reserved concurrency, or its deployment has not set it.",
    namespace: "AWS/Lambda",
    metric: "Throttles",
    statistic: Statistic::Sum,
    minus: None,
    sum_over: None,
    comparison: Comparison::Above,
    threshold: Some(0),
    minutes: 5,
    missing: Missing::Good,
};

impl Function {
    fn demand(&self) -> Demand {
        Demand {
            kind: "function",
            name: self.entry.clone(),
            unit: "concurrent executions",
            total: self.concurrency,
            supply: Supply::Reserved { per_second: PER_SECOND },
            grown_by: "Lambda",
            remedy: None,
            draw: Some(Draw {
                service: "AWS Lambda",
                quota: "Concurrent executions",
                unit: "executions",
                thousandths: 1_000,
                holds: Holds::Together { spare: UNRESERVED },
                also: &[],
                hint: None,
            }),
        }
    }
}

/// How many more executions a function gets in a second: 1000 every 10 seconds, AWS Lambda developer
/// guide, "Lambda function scaling", 2026-11.
const PER_SECOND: u32 = 100;

const BY_HAND: &str = "\
Functions: reserve their concurrency. Terraform does not own them, so the deployment of each function reads the parameter of
its own region, which the output `functions_parameter_names` names, and sets the number. A new number holds from that
deployment on. It is what the worst loss asks for, from the start, because a reservation is also a cap.";

const ASSUMED: &str = "\
Reserved concurrency is set for the worst loss from the start: it is a cap, and costs nothing until it is used.";

impl Part for Functions {
    fn declare(&self, _topology: &Topology, ledger: &mut Ledger) {
        for function in &self.all {
            ledger.entry(&function.entry, &function.name);
            ledger.demand(function.demand());
        }
        if !self.all.is_empty() {
            ledger.parameters = true;
            ledger.notes.push(Note::new(When::ByHand, BY_HAND));
            ledger.notes.push(Note::new(When::Assumed, ASSUMED));
        }
    }

    fn link(&self, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
        check::over_quota(self, cx, diags)
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        if self.all.is_empty() {
            return Ok(());
        }
        for region in cx.topology.in_use() {
            let reserved = self.all.iter().map(|function| {
                let need = cx.ledger.need(&function.demand().id(), region.name)?;
                Ok((called(cx.topology, function).to_owned(), need.failover))
            });
            let reserved = Expr::map(reserved.collect::<Result<Vec<_>, Bug>>()?);
            graph
                .call(&MODULE.call("functions", Place::region(region.name)))
                .set("name", cx.topology.name.as_str())
                .set("region", region.name)
                .set("reserved_concurrency", reserved.clone())
                .publish(PARAMETER_NAMES)
                .promise(RESERVED_CONCURRENCY, reserved)
                .add();
        }
        made.watch(|| {
            Ok(cx.topology.in_use().map(|region| self.throttled(region.name, cx.topology)))
        })
    }
}

/// What stands for the function's key in all that is not Lambda's.
fn called<'a>(topology: &'a Topology, function: &'a Function) -> &'a str {
    topology.called(BLOCK.name, &function.entry)
}

impl Functions {
    /// Throttled at its reservation: users were turned away, or waited. Without calls there is no data.
    fn throttled(&self, region: RegionName, topology: &Topology) -> Watched {
        let alarm = |function: &Function| {
            let name = function.name.as_str().into();
            Alarm::of("functions", called(topology, function), [("FunctionName", name)])
        };
        let alarms = self.all.iter().map(alarm).collect();
        Watched::in_region("functions", region, vec![THROTTLED], alarms)
    }
}
