//! What should wake somebody about a database.

use super::model::{Database, Size};
use crate::{
    aws::RegionName,
    block::{Alarm, Watches},
    topology::Topology,
};

impl Database {
    /// For every cluster, in its own region: its load, and how far it is behind.
    pub(super) fn alarms(&self, topology: &Topology) -> Vec<Alarm> {
        let several = topology.in_use().nth(1).is_some();
        let (metric, description) = match self.size {
            Size::Class(_) => (
                "CPUUtilization",
                "The database has hardly any processor time left: look for slow statements, then for a larger class.",
            ),
            Size::Serverless { .. } => (
                "ACUUtilization",
                "The database is near its greatest capacity: look for slow statements, then raise `max`.",
            ),
        };
        let on = |region: RegionName| {
            let alarm =
                move |metric, description, statistic, threshold, minutes, what: &str| Alarm {
                    name: format!("databases.{}/{what}", self.name),
                    description,
                    watches: Watches::Region,
                    region,
                    namespace: "AWS/RDS",
                    metric,
                    statistic,
                    dimensions: vec![(
                        "DBClusterIdentifier",
                        self.identifier(topology, region).into(),
                    )],
                    combined: None,
                    comparison: "GreaterThanThreshold",
                    threshold,
                    minutes,
                    // The cluster that writes has no lag, and one without instances no load.
                    missing: "notBreaching",
                };
            let lag = several.then(|| {
                let description = "This region's copy is this many milliseconds behind: what a failover to it would lose now. Look at the writer's load and at the network between the regions.";
                alarm("AuroraGlobalDBRPOLag", description, "Maximum", 30_000, 5, "replication lag")
            });
            [Some(alarm(metric, description, "Average", 90, 15, "load")), lag]
        };
        topology.in_use().flat_map(|region| on(region.name)).flatten().collect()
    }
}
