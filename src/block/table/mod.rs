//! DynamoDB global tables: one resource, owned by home, with a replica block per other region.

mod alarms;
mod check;
mod model;
mod spec;
mod throughput;

use indexmap::IndexMap;

use self::{
    model::{ARN, Index, MODULE, REGIONS, Table, Tables, WARM_THROUGHPUT},
    spec::{Consistency, Projection, TableSpec},
};
use super::{
    Access, Block, Contact, Demand, Grant, Needs, Part, Plan, Section, Watched, keys, name,
};
use crate::{
    aws::RegionName,
    bug::Bug,
    graph::{CallName, Expr, Graph, Place},
    size::{Capacity, Need, Supply},
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
        summary: "DynamoDB global tables, replicated to every region in use.",
        schema: |generator| generator.subschema_for::<IndexMap<String, TableSpec>>(),
    }),
    names: &[name("aws_dynamodb_table", "{name}-{entry}")],
    codes: check::CODES,
    check: check::check,
};

impl Part for Tables {
    fn entries(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    fn access(&self, entry: &str, topology: &Topology) -> Access {
        let arn = format!(
            "arn:{{partition}}:dynamodb:{{region}}:{{account}}:table/{}",
            topology.named(entry)
        );
        Access {
            grants: vec![Grant {
                name: format!("tables.{entry}"),
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

    fn contact(
        &self,
        entry: &str,
        _at: RegionName,
        topology: &Topology,
        _graph: &Graph,
    ) -> Result<Contact, Bug> {
        let name = format!("TOPOLOGY_TABLE_{}", variable_name(entry));
        let environment = vec![(name, topology.named(entry).into())];
        Ok(Contact { environment, ..Contact::default() })
    }

    fn needs(&self) -> Needs {
        Needs { key: !self.0.is_empty(), ..Needs::default() }
    }

    fn demands(&self) -> Vec<Demand<'_>> {
        self.0.iter().flat_map(|(name, table)| table.throughput.demands(name)).collect()
    }

    /// An index that is reached by more than a new one takes holds up the writes of its table.
    fn size(&self, demand: &Demand<'_>, capacity: &Capacity, _topology: &Topology) -> Vec<Need> {
        let mut needs = demand.size(capacity);
        let cold = self.0.get(demand.name).is_some_and(|table| table.throughput.cold_index);
        if cold && demand.supply == Supply::Replicated {
            for need in &mut needs {
                need.share = need.share.min(throughput::NEW_WRITES);
                need.steady = need.steady.min(throughput::NEW_WRITES);
            }
        }
        needs
    }

    fn unsaid(&self) -> Vec<String> {
        let unknown = self.0.iter().filter(|(_, table)| table.throughput.reads.is_none());
        unknown.map(|(name, _)| format!("tables.{name}.reads")).collect()
    }

    fn by_hand(&self) -> Vec<&'static str> {
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
        items.into_iter().filter_map(|(wanted, text)| wanted.then_some(text)).collect()
    }

    fn alarms(&self, plan: &Plan<'_>, _graph: &Graph) -> Result<Vec<Watched>, Bug> {
        Ok(alarms::alarms(self, plan.topology))
    }

    fn compose(&self, plan: &Plan<'_>, graph: &mut Graph) -> Result<(), Bug> {
        for (name, table) in &self.0 {
            let home = plan.topology.home;
            let others = plan.topology.in_use().filter(|region| region.name != home);
            let replica = |region: &Region| {
                let key = keys::arn(graph, region.name)?;
                Ok((region.name.as_str(), Expr::map([("kms_key_arn", key)])))
            };
            let replicas: Vec<_> = others.map(replica).collect::<Result<_, Bug>>()?;
            let key = keys::arn(graph, home)?;
            let warm = table.throughput.warmed();
            let call = graph
                .call(&call(name))
                .set("name", plan.topology.named(name))
                .set("region", home)
                .set("kms_key_arn", key)
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
                .set(
                    "indexes",
                    Expr::map(table.indexes.iter().map(|(n, i)| (n.as_str(), i.expr()))),
                )
                .set_some("warm_throughput", warm.clone())
                .publish(ARN)
                .promise(REGIONS, Expr::list(plan.topology.sorted_in_use()));
            match warm {
                Some(warm) => call.promise(WARM_THROUGHPUT, warm).add(),
                None => call.add(),
            };
        }
        Ok(())
    }
}

fn call(entry: &str) -> CallName {
    MODULE.call("table", Place::Data).of(entry)
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
