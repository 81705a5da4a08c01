//! What should wake somebody about a table, in each region: names say all there is to know, so nothing
//! refers to the root that owns the table.

use super::{
    model::{Table, Tables, called},
    spec::Consistency,
};
use crate::{
    aws::RegionName,
    block::{Alarm, Between, Comparison, Missing, Signal, Statistic, Watched, Watches},
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

/// DynamoDB reports its metrics only while there is something to report, and an alarm on them stays as it is while
/// there is no data, unless that counts as zero.
///
/// An on-demand table may refuse for moments while it grows, and clients try again; five of seven minutes mean a hot
/// key or a quota.
const READS: Signal = Signal {
    name: "throttled-reads",
    description: "Reads are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region.",
    namespace: "AWS/DynamoDB",
    metric: "ReadThrottleEvents",
    statistic: Statistic::Sum,
    minus: None,
    sum_over: None,
    comparison: Comparison::Above,
    threshold: Some(0),
    minutes: 5,
    missing: Missing::Zero,
};

const WRITES: Signal = Signal {
    name: "throttled-writes",
    description: "Writes are refused in 5 of 7 minutes. Look for a hot key, then at the quota in this region.",
    metric: "WriteThrottleEvents",
    ..READS
};

const ERRORS: Signal = Signal {
    name: "system-errors",
    description: "DynamoDB fails requests with internal errors, in 5 of 7 minutes. Look at the AWS Health dashboard; other regions may serve meanwhile.",
    metric: "SystemErrors",
    sum_over: Some(("Operation", &OPERATIONS)),
    ..READS
};

const REPLICATION: Signal = Signal {
    name: "replication",
    description: "Writes reach the other region more than 3 seconds late, in 5 of 7 minutes. They would be missing there if this region were lost now.",
    metric: "ReplicationLatency",
    statistic: Statistic::Average,
    threshold: Some(3_000),
    ..READS
};

pub(super) fn alarms(tables: &Tables, topology: &Topology) -> Vec<Watched> {
    let mut watched = Vec::new();
    for region in topology.in_use().map(|region| region.name) {
        watched.push(requests(tables, region, topology));
        watched.push(indexes(tables, region, topology));
        watched.push(replication(tables, region, topology));
    }
    watched
}

fn requests(tables: &Tables, region: RegionName, topology: &Topology) -> Watched {
    let alarm = |name: &String| Alarm::of("tables", called(topology, name), table(name, topology));
    Watched {
        group: "tables",
        watches: Watches::Region,
        region,
        signals: vec![READS, WRITES, ERRORS],
        alarms: tables.0.keys().map(alarm).collect(),
        between: None,
    }
}

/// The table's own metrics leave out its indexes, although a refused write to an index refuses the request. An alarm
/// takes ten metrics at most.
fn indexes(tables: &Tables, region: RegionName, topology: &Topology) -> Watched {
    let mut alarms = Vec::new();
    for (name, entry) in &tables.0 {
        for (nth, some) in (1..).zip(entry.indexes.chunks(10)) {
            let names = some.iter().map(|(name, _)| name.clone()).collect();
            let sum_over = Some(("GlobalSecondaryIndexName", names));
            let alarm = Alarm::of("tables", called(topology, name), table(name, topology));
            let alarm = if nth == 1 { alarm } else { alarm.which(nth) };
            alarms.push(Alarm { sum_over, ..alarm });
        }
    }
    let [reads, writes] = ["throttled-index-reads", "throttled-index-writes"];
    let signals = vec![Signal { name: reads, ..READS }, Signal { name: writes, ..WRITES }];
    let (group, watches) = ("indexes", Watches::Region);
    Watched { group, watches, region, signals, alarms, between: None }
}

/// The metric lives in the region that writes go out from, one for each region that receives
/// them, and only while there are writes. Strong tables have none: they do not lag.
fn replication(tables: &Tables, region: RegionName, topology: &Topology) -> Watched {
    let lags = |entry: &Table| entry.consistency != Consistency::Strong;
    let alarm = |name: &String| {
        let mut dimensions = table(name, topology);
        dimensions.push(("ReceivingRegion", "{to}".into()));
        Alarm::of("tables", called(topology, name), dimensions).which("to-{to}")
    };
    let lagging = tables.0.iter().filter(|(_, entry)| lags(entry)).map(|(name, _)| alarm(name));
    Watched {
        group: "tables",
        watches: Watches::BetweenRegions,
        region,
        signals: vec![REPLICATION],
        alarms: lagging.collect(),
        between: Some(Between { from: vec![region], to: topology.peers(region) }),
    }
}

fn table(name: &str, topology: &Topology) -> Vec<(&'static str, Expr)> {
    vec![("TableName", topology.named(called(topology, name)).into())]
}
