//! What should wake somebody about a database.

use super::model::{Database, Databases, Size};
use crate::{
    aws::RegionName,
    block::{Alarm, Comparison, Missing, Signal, Statistic, Watched, Watches},
    topology::Topology,
};

const LOAD: Signal = Signal {
    name: "load",
    description: "An instance of the database has hardly any processor time left: look for slow statements, then for a larger class.",
    namespace: "AWS/RDS",
    metric: "CPUUtilization",
    // A cluster's series is made of all its instances ("aggregating the metric by instance role" takes a dimension more: Aurora
    // user guide, CloudWatch dimensions), and an average of theirs hides a writer at its limit behind idle readers.
    statistic: Statistic::Maximum,
    minus: None,
    sum_over: None,
    comparison: Comparison::Above,
    threshold: Some(90),
    minutes: 15,
    // The cluster that writes has no lag, and one without instances no load.
    missing: Missing::Good,
};

const SERVERLESS_LOAD: Signal = Signal {
    description: "An instance of the database is near its greatest capacity: look for slow statements, then raise `max`.",
    metric: "ACUUtilization",
    ..LOAD
};

const LAG: Signal = Signal {
    name: "replication lag",
    description: "This region's copy is this many milliseconds behind: what a failover to it would lose now. Look at the writer's load and at the network between the regions.",
    metric: "AuroraGlobalDBRPOLag",
    statistic: Statistic::Maximum,
    threshold: Some(30_000),
    minutes: 5,
    ..LOAD
};

/// For every cluster, in its own region: its load, and how far it is behind.
pub(super) fn alarms(databases: &Databases, topology: &Topology) -> Vec<Watched> {
    let regions = topology.in_use().map(|region| region.name);
    let on = |region| [false, true].map(|serverless| of(databases, serverless, region, topology));
    regions.flat_map(on).collect()
}

fn of(databases: &Databases, serverless: bool, region: RegionName, topology: &Topology) -> Watched {
    let (group, load) =
        if serverless { ("serverless-databases", SERVERLESS_LOAD) } else { ("databases", LOAD) };
    let several = topology.in_use().nth(1).is_some();
    let alarm = |database: &Database| {
        let cluster = database.identifier(topology, region).into();
        Alarm::of("databases", database.word(topology), [("DBClusterIdentifier", cluster)])
    };
    let such =
        |database: &&Database| matches!(database.size, Size::Serverless { .. }) == serverless;
    Watched {
        group,
        watches: Watches::Region,
        region,
        signals: [load].into_iter().chain(several.then_some(LAG)).collect(),
        alarms: databases.0.iter().filter(such).map(alarm).collect(),
        between: None,
    }
}
