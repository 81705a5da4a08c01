//! DynamoDB global tables: one resource, owned by home, with a replica block per other region.

mod alarms;
mod check;
mod model;
mod spec;
mod throughput;

use indexmap::IndexMap;

use self::{
    model::{ARN, Index, MODULE, REGIONS, Table, Tables, WARM_THROUGHPUT, called},
    spec::{Consistency, Projection, TableSpec},
};
use super::{
    Access, Block, Contact, Cx, Grant, Ledger, Made, Note, Part, Section, Step, Told, When, name,
};
use crate::{
    bug::Bug,
    diag::Diagnostics,
    graph::{Expr, Graph, Place},
    size::Supply,
    topology::{Region, Topology},
    words::variable_name,
};

pub(crate) const BLOCK: Block = Block {
    name: "tables",
    creates: &[
        ("data", "a DynamoDB table in home with a replica in every other region in use"),
        (
            "regions/<region>",
            "with `[alarms]`: refused reads or writes of the table or its indexes, or internal errors, 5 minutes in a row",
        ),
        (
            "monitoring/<region>",
            "with `[alarms]`: writes that reach another region more than 3 seconds late on average (5 minutes in a row)",
        ),
    ],
    section: Some(Section {
        name: "tables",
        named_by: Some("name"),
        summary: "DynamoDB global tables, replicated to every region in use.",
        schema: |generator| generator.subschema_for::<IndexMap<String, TableSpec>>(),
        example: "",
    }),
    names: &[name("aws_dynamodb_table", "{name}-{entry}")],
    codes: check::CODES,
    check: check::check,
};

impl Part for Tables {
    fn declare(&self, topology: &Topology, ledger: &mut Ledger) {
        for (name, table) in &self.0 {
            ledger.usable(name, access(called(topology, name), topology));
            ledger.keys.want();
            for demand in table.throughput.demands(name) {
                // An index that is reached by more than a new one takes holds up the writes of its table.
                let held_up = table.throughput.cold_index && demand.supply == Supply::Replicated;
                let sized = ledger.demand(demand);
                for need in sized.needs.iter_mut().filter(|_| held_up) {
                    need.share = need.share.min(throughput::NEW_WRITES);
                    need.steady = need.steady.min(throughput::NEW_WRITES);
                }
            }
            if table.throughput.reads.is_none() {
                ledger.unsaid.push(format!("tables.{name}.reads"));
            }
        }
        self.notes(ledger);
    }

    fn link(&self, cx: &Cx<'_>, diags: &mut Diagnostics) -> Result<(), Bug> {
        let mut tables = self.0.iter();
        tables.try_for_each(|(name, table)| throughput::link(name, &table.throughput, cx, diags))
    }

    fn compose(&self, cx: &Cx<'_>, made: &mut Made, graph: &mut Graph) -> Result<(), Bug> {
        for (name, table) in &self.0 {
            let called = called(cx.topology, name);
            let home = cx.topology.home;
            let others = cx.topology.in_use().filter(|region| region.name != home);
            let replica = |region: &Region| {
                let key = made.key_arn(region.name)?;
                Ok((region.name.as_str(), Expr::map([("kms_key_arn", key)])))
            };
            let replicas: Vec<_> = others.map(replica).collect::<Result<_, Bug>>()?;
            let warm = table.throughput.warmed();
            let call = graph
                .call(&MODULE.call("table", Place::DATA).of(name))
                .set("name", cx.topology.named(called))
                .set("region", home)
                .set("kms_key_arn", made.key_arn(home)?)
                .set("hash_key", table.hash_key.as_str())
                .set_some("range_key", table.range_key.clone())
                .set("attributes", Expr::map(table.attributes.clone()))
                .set("replicas", Expr::map(replicas))
                .set(
                    "consistency",
                    match table.consistency {
                        Consistency::Eventual => "EVENTUAL",
                        Consistency::Strong => "STRONG",
                    },
                )
                .set_some("witness", table.witness)
                .set_some("ttl", table.ttl.clone())
                .set("stream", table.stream)
                .set("indexes", Expr::map(table.indexes.iter().map(|(n, i)| (n.clone(), i.expr()))))
                .set_some("warm_throughput", warm.clone())
                .publish(ARN)
                .promise(REGIONS, Expr::list(cx.topology.sorted_in_use()));
            match warm {
                Some(warm) => call.promise(WARM_THROUGHPUT, warm).add(),
                None => call.add(),
            };
            let variable = format!("TOPOLOGY_TABLE_{}", variable_name(called));
            let told = Told::Same(cx.topology.named(called).into());
            made.reached(format!("tables.{name}"), Contact::told([(variable, told)]));
        }
        made.watch(|| Ok(alarms::alarms(self, cx.topology)))
    }
}

impl Tables {
    fn notes(&self, ledger: &mut Ledger) {
        fn strong(table: &Table) -> bool {
            table.consistency == Consistency::Strong
        }
        let any = |is: fn(&Table) -> bool| self.0.values().any(is);
        let warm = |table: &Table| table.throughput.warmed().is_some();
        let items = [
            (any(warm), throughput::BY_HAND),
            (any(|table| table.throughput.cold_index), throughput::INDEXES),
            (any(strong), throughput::STRONG),
            (any(|table| strong(table) && table.stream), throughput::STRONG_STREAM),
        ];
        let said = items.into_iter().filter(|(wanted, _)| *wanted);
        ledger.notes.extend(said.map(|(_, text)| Note::new(When::ByHand, text)));
        if !self.0.is_empty() {
            let text = "{% if several %}Tables catch up by themselves.{% endif %}";
            ledger.notes.push(Note::new(When::Back(Step::CatchesUp), text));
            ledger.notes.push(Note::new(When::Protected, "tables"));
            let text = include_str!("../../../templates/leaving/table.md.j2");
            ledger.notes.push(Note::new(When::Leaving, text));
        }
        if any(|table| table.throughput.reads.is_some()) {
            let warmed = any(|table| table.throughput.reads.is_some() && table.throughput.warm);
            let warmed = if warmed { ", and a warmed one all reads of the world" } else { "" };
            let note = Note::new(When::Assumed, throughput::AT_ONCE);
            ledger.notes.push(note.with("and_warmed", warmed));
        }
        if any(|table| table.throughput.writes.is_some()) {
            ledger.notes.push(Note::new(When::Assumed, throughput::EVERYWHERE));
        }
    }
}

fn access(called: &str, topology: &Topology) -> Access {
    let arn = format!(
        "arn:{{partition}}:dynamodb:{{region}}:{{account}}:table/{}",
        topology.named(called)
    );
    Access {
        grants: vec![Grant {
            name: format!("tables.{called}"),
            actions: &[
                "dynamodb:BatchGetItem",
                "dynamodb:BatchWriteItem",
                "dynamodb:ConditionCheckItem",
                "dynamodb:DeleteItem",
                "dynamodb:DescribeTable",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:Query",
                "dynamodb:Scan",
                "dynamodb:UpdateItem",
            ],
            resources: vec![arn.clone(), format!("{arn}/index/*")],
            regions: Vec::new(),
        }],
        key_services: &["dynamodb"],
    }
}

impl Index {
    fn expr(&self) -> Expr {
        let projection = match self.projection {
            Projection::All => "ALL",
            Projection::KeysOnly => "KEYS_ONLY",
            Projection::Include => "INCLUDE",
        };
        let mut entries = vec![("hash_key", Expr::from(self.hash_key.as_str()))];
        entries.extend(self.range_key.as_ref().map(|key| ("range_key", key.as_str().into())));
        entries.push(("projection", projection.into()));
        if !self.attributes.is_empty() {
            entries.push(("attributes", self.attributes.clone().into()));
        }
        Expr::map(entries)
    }
}
