//! What should wake somebody: replication that lags or fails, a distribution that errs.

use super::{
    model::{Bucket, Buckets, DISTRIBUTION_ID, called, sources, word},
    spec::Uploads,
};
use crate::{
    block::{
        Alarm, Between, Comparison, Missing, Signal, Statistic, Watched, Watches,
        alarms::edge_region,
    },
    bug::Bug,
    graph::{Expr, Handle},
    topology::Topology,
};

const LATENCY: Signal = Signal {
    name: "latency",
    description: "Objects arrive in this region much later than usual. Look at the health of S3 and KMS in both regions.",
    namespace: "AWS/S3",
    metric: "ReplicationLatency",
    statistic: Statistic::Maximum,
    minus: None,
    sum_over: None,
    comparison: Comparison::Above,
    threshold: Some(3_600),
    minutes: 5,
    // Nothing is measured while nothing is copied.
    missing: Missing::Good,
};

/// What replication time control promises.
const PROMISED_LATENCY: Signal = Signal { threshold: Some(900), ..LATENCY };

const OPERATIONS: Signal = Signal {
    name: "pending operations",
    description: "A backlog of objects waits to be copied to this region. Look at the rate of uploads and at ReplicationLatency.",
    metric: "OperationsPendingReplication",
    statistic: Statistic::Minimum,
    threshold: Some(10_000),
    minutes: 15,
    ..LATENCY
};

const BYTES: Signal = Signal {
    name: "pending bytes",
    description: "More than 1 GiB waits to be copied to this region. Look at the size of uploads and at ReplicationLatency.",
    metric: "BytesPendingReplication",
    threshold: Some(1 << 30),
    ..OPERATIONS
};

const FAILURES: Signal = Signal {
    name: "failures",
    description: "Objects of this region were not copied and will not be tried again. Look at the replication role and both keys, then run S3 Batch Replication.",
    metric: "OperationsFailedReplication",
    statistic: Statistic::Sum,
    threshold: Some(0),
    minutes: 1,
    ..LATENCY
};

const CLOUDFRONT_ERRORS: Signal = Signal {
    name: "errors of CloudFront",
    description: "CloudFront answers with server errors. Look at the health of S3 in the regions of the origin group.",
    namespace: "AWS/CloudFront",
    metric: "5xxErrorRate",
    statistic: Statistic::Average,
    threshold: Some(1),
    ..LATENCY
};

/// The alarms of all entries, once their calls are composed. S3 counts what waits where it is going to, and what failed
/// where it came from.
pub(super) fn alarms(
    buckets: &Buckets,
    cdns: &[(&str, Handle)],
    topology: &Topology,
) -> Result<Vec<Watched>, Bug> {
    let mut watched = Vec::new();
    for region in topology.in_use().map(|region| region.name) {
        for uploads in [Uploads::Home, Uploads::Regional] {
            let sources = sources(uploads, topology);
            let mut from = sources.clone();
            from.retain(|source| *source != region);
            for promised in [false, true] {
                let such = |bucket: &Bucket| {
                    bucket.uploads == uploads && bucket.replication_time_control == promised
                };
                let latency = if promised { PROMISED_LATENCY } else { LATENCY };
                watched.push(Watched {
                    group: arriving(uploads, promised),
                    watches: Watches::BetweenRegions,
                    region,
                    signals: vec![latency, OPERATIONS, BYTES],
                    alarms: replicated(buckets, topology, such),
                    between: Some(Between { from: from.clone(), to: vec![region] }),
                });
            }
        }
        let such = |bucket: &Bucket| sources(bucket.uploads, topology).contains(&region);
        watched.push(Watched {
            group: "buckets-to-others",
            watches: Watches::BetweenRegions,
            region,
            signals: vec![FAILURES],
            alarms: replicated(buckets, topology, such),
            between: Some(Between { from: vec![region], to: topology.peers(region) }),
        });
    }
    watched.push(distributions(cdns, topology)?);
    Ok(watched)
}

const fn arriving(uploads: Uploads, promised: bool) -> &'static str {
    match (uploads, promised) {
        (Uploads::Home, false) => "buckets-from-home",
        (Uploads::Home, true) => "timed-buckets-from-home",
        (Uploads::Regional, false) => "buckets-from-anywhere",
        (Uploads::Regional, true) => "timed-buckets-from-anywhere",
    }
}

/// Names say all there is to know, so nothing refers to the root that owns the buckets.
fn replicated(
    buckets: &Buckets,
    topology: &Topology,
    such: impl Fn(&Bucket) -> bool,
) -> Vec<Alarm> {
    let alarm = |(name, _): (&String, &Bucket)| {
        let bucket = |region| Expr::from(called(topology, name, region));
        let dimensions = [
            ("SourceBucket", bucket("{from}")),
            ("DestinationBucket", bucket("{to}")),
            ("RuleId", "to-{to}".into()),
        ];
        Alarm::of("buckets", word(topology, name), dimensions).which("from-{from}-to-{to}")
    };
    buckets.0.iter().filter(|(_, bucket)| such(bucket)).map(alarm).collect()
}

fn distributions(all: &[(&str, Handle)], topology: &Topology) -> Result<Watched, Bug> {
    let alarm = |(name, call): &(&str, Handle)| {
        let distribution = call.get(DISTRIBUTION_ID);
        let dimensions = [("DistributionId", distribution.into()), ("Region", "Global".into())];
        Alarm::of("buckets", word(topology, name), dimensions)
    };
    Ok(Watched {
        group: "distributions",
        watches: Watches::Edge,
        region: edge_region("us-east-1")?,
        signals: vec![CLOUDFRONT_ERRORS],
        alarms: all.iter().map(alarm).collect(),
        between: None,
    })
}
