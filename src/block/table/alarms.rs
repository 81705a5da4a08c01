//! What should wake somebody about a table, in each region: names say all there is to know, so nothing
//! refers to the root that owns the table.

use super::{
    model::{Table, Tables},
    spec::Consistency,
};
use crate::{
    aws::RegionName,
    block::{Alarm, Combined, Watches},
    graph::Expr,
    topology::Topology,
};

/// What the grants of services let them call: system errors are counted by operation.
const OPERATIONS: [&str; 8] = [
    "BatchGetItem",
    "BatchWriteItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "Query",
    "Scan",
    "UpdateItem",
];

const READS: &str =
    "Reads are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region.";
const WRITES: &str =
    "Writes are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region.";

pub(super) fn alarms(tables: &Tables, topology: &Topology) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    for (name, table) in &tables.0 {
        for region in topology.in_use() {
            let watched = Watched { entry: name, table: topology.named(name), region: region.name };
            alarms.extend(watched.requests());
            alarms.extend(watched.indexes(table));
            alarms.extend(watched.replication(table, topology));
        }
    }
    alarms
}

/// One table in one region.
struct Watched<'a> {
    entry: &'a str,
    table: String,
    region: RegionName,
}

impl Watched<'_> {
    /// DynamoDB reports these metrics only while there is something to report, and an alarm on them stays as it
    /// is while there is no data, unless that counts as zero.
    fn alarm(&self, what: &str, description: &'static str, metric: &'static str) -> Alarm {
        Alarm {
            name: format!("tables.{}/{what}", self.entry),
            description,
            watches: Watches::Region,
            region: self.region,
            namespace: "AWS/DynamoDB",
            metric,
            statistic: "Sum",
            dimensions: vec![("TableName", self.table.as_str().into())],
            combined: None,
            comparison: "GreaterThanThreshold",
            threshold: 0,
            minutes: 5,
            missing: "zero",
        }
    }

    /// An on-demand table may refuse for moments while it grows, and clients try again; five of
    /// seven minutes mean a hot key or a quota.
    fn requests(&self) -> [Alarm; 3] {
        let errors = "DynamoDB fails requests with internal errors, in 5 of 7 minutes. Look at the AWS Health dashboard; other regions may serve meanwhile.";
        let operations = OPERATIONS.map(str::to_owned).to_vec();
        [
            self.alarm("throttled-reads", READS, "ReadThrottleEvents"),
            self.alarm("throttled-writes", WRITES, "WriteThrottleEvents"),
            Alarm {
                combined: Some(Combined::SumOver("Operation", operations)),
                ..self.alarm("system-errors", errors, "SystemErrors")
            },
        ]
    }

    /// The table's own metrics leave out its indexes, although a refused write to an index refuses
    /// the request. An alarm takes ten metrics at most.
    fn indexes(&self, table: &Table) -> Vec<Alarm> {
        let metrics = [
            ("throttled-index-reads", READS, "ReadThrottleEvents"),
            ("throttled-index-writes", WRITES, "WriteThrottleEvents"),
        ];
        let mut alarms = Vec::new();
        for (nth, some) in (1..).zip(table.indexes.chunks(10)) {
            let names: Vec<String> = some.iter().map(|(name, _)| name.clone()).collect();
            for (what, description, metric) in metrics {
                let what = if nth == 1 { what.to_owned() } else { format!("{what}-{nth}") };
                let over = Combined::SumOver("GlobalSecondaryIndexName", names.clone());
                let alarm = self.alarm(&what, description, metric);
                alarms.push(Alarm { combined: Some(over), ..alarm });
            }
        }
        alarms
    }

    /// The metric lives in the region that writes go out from, one for each region that receives
    /// them, and only while there are writes. Strong tables have none: they do not lag.
    fn replication(&self, table: &Table, topology: &Topology) -> Vec<Alarm> {
        if table.consistency == Consistency::Strong {
            return Vec::new();
        }
        let others = topology.in_use().map(|region| region.name);
        let receiving = others.filter(|region| *region != self.region);
        receiving
            .map(|receiving| {
                let mut alarm = self.alarm(
                    &format!("replication-to-{receiving}"),
                    "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now.",
                    "ReplicationLatency",
                );
                alarm.dimensions.push(("ReceivingRegion", Expr::from(receiving)));
                Alarm { watches: Watches::BetweenRegions, statistic: "Average", threshold: 3_000, ..alarm }
            })
            .collect()
    }
}
