//! What should wake somebody: replication that lags or fails, a distribution that errs.

use super::model::{Bucket, DISTRIBUTION_ID, NAMES, buckets, distribution};
use crate::{
    aws::RegionName,
    block::{Alarm, Watches, alarms::edge_region},
    bug::Bug,
    graph::{Expr, Graph, Ref},
    topology::Topology,
};

/// A metric of one replication rule.
struct Signal {
    metric: &'static str,
    what: &'static str,
    description: &'static str,
    statistic: &'static str,
    /// Without and with replication time control, which promises 15 minutes.
    thresholds: [u32; 2],
    minutes: u32,
    /// S3 counts what waits where it is going to, and what failed where it came from.
    at_destination: bool,
}

const SIGNALS: [Signal; 4] = [
    Signal {
        metric: "ReplicationLatency",
        what: "latency",
        description: "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions.",
        statistic: "Maximum",
        thresholds: [3_600, 900],
        minutes: 5,
        at_destination: true,
    },
    Signal {
        metric: "OperationsPendingReplication",
        what: "pending operations",
        description: "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency.",
        statistic: "Minimum",
        thresholds: [10_000; 2],
        minutes: 15,
        at_destination: true,
    },
    Signal {
        metric: "BytesPendingReplication",
        what: "pending bytes",
        description: "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency.",
        statistic: "Minimum",
        thresholds: [1 << 30; 2],
        minutes: 15,
        at_destination: true,
    },
    Signal {
        metric: "OperationsFailedReplication",
        what: "failures",
        description: "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication.",
        statistic: "Sum",
        thresholds: [0; 2],
        minutes: 1,
        at_destination: false,
    },
];

impl Bucket {
    /// The alarms of an entry, once its calls are composed.
    pub(super) fn alarms(
        &self,
        name: &str,
        topology: &Topology,
        graph: &Graph,
    ) -> Result<Vec<Alarm>, Bug> {
        let mut alarms = Vec::new();
        let names = graph.find(&buckets(name))?.get(NAMES);
        for source in self.sources(topology) {
            for destination in topology.in_use().map(|region| region.name) {
                let alarm = |signal| self.alarm(signal, name, source, destination, &names);
                if destination != source {
                    alarms.extend(SIGNALS.iter().map(alarm));
                }
            }
        }
        if self.cdn.is_some() {
            alarms.push(errors_of_cloudfront(name, graph)?);
        }
        Ok(alarms)
    }

    fn alarm(
        &self,
        signal: &Signal,
        name: &str,
        source: RegionName,
        destination: RegionName,
        names: &Ref,
    ) -> Alarm {
        let bucket = |region: RegionName| Expr::from(names.clone().at(region.as_str()));
        let region = if signal.at_destination { destination } else { source };
        let [usual, promised] = signal.thresholds;
        Alarm {
            name: format!("buckets.{name}/{} from {source} to {destination}", signal.what),
            description: signal.description,
            watches: Watches::BetweenRegions,
            region,
            namespace: "AWS/S3",
            metric: signal.metric,
            statistic: signal.statistic,
            dimensions: vec![
                ("SourceBucket", bucket(source)),
                ("DestinationBucket", bucket(destination)),
                ("RuleId", format!("to-{destination}").into()),
            ],
            combined: None,
            comparison: "GreaterThanThreshold",
            threshold: if self.replication_time_control { promised } else { usual },
            minutes: signal.minutes,
            // Nothing is measured while nothing is copied.
            missing: "notBreaching",
        }
    }
}

fn errors_of_cloudfront(name: &str, graph: &Graph) -> Result<Alarm, Bug> {
    let distribution = graph.find(&distribution(name))?;
    Ok(Alarm {
        name: format!("buckets.{name}/errors of CloudFront"),
        description: "CloudFront answers with server errors. Look at the health of S3 in the regions of the origin group.",
        watches: Watches::Edge,
        region: edge_region("us-east-1")?,
        namespace: "AWS/CloudFront",
        metric: "5xxErrorRate",
        statistic: "Average",
        dimensions: vec![
            ("DistributionId", distribution.get(DISTRIBUTION_ID).into()),
            ("Region", "Global".into()),
        ],
        combined: None,
        comparison: "GreaterThanThreshold",
        threshold: 1,
        minutes: 5,
        missing: "notBreaching",
    })
}
