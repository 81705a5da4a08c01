//! What should wake somebody about the logs: in the region of the domain, whose metrics are there.

use super::model::{ACCOUNT_ID, DOMAIN_NAME, FUNCTION_NAME, Logs, STREAM_NAME};
use crate::{
    aws::RegionName,
    block::{Alarm, Comparison, Missing, Signal, Statistic, Watched, Watches},
    graph::Handle,
};

/// What the signals of a domain have in common; each has a name and a metric of its own.
const DOMAIN: Signal = Signal {
    name: "",
    description: "",
    namespace: "AWS/ES",
    metric: "",
    statistic: Statistic::Maximum,
    minus: None,
    sum_over: None,
    comparison: Comparison::AtLeast,
    threshold: None,
    minutes: 5,
    missing: Missing::Unknown,
};

const LAMBDA: Signal = Signal { namespace: "AWS/Lambda", missing: Missing::Good, ..DOMAIN };

/// Nothing is delivered while nothing is logged.
const FIREHOSE: Signal = Signal { namespace: "AWS/Firehose", missing: Missing::Good, ..DOMAIN };

/// The alarms of one region.
pub(super) fn of(logs: &Logs, region: RegionName, call: Handle) -> [Watched; 3] {
    let group = |group, signals, dimensions: Vec<_>| Watched {
        group,
        watches: Watches::Region,
        region,
        signals,
        alarms: vec![Alarm::of("logs", None, dimensions)],
        between: None,
    };
    let domain_name = ("DomainName", call.get(DOMAIN_NAME).into());
    let account = ("ClientId", call.get(ACCOUNT_ID).into());
    let function = ("FunctionName", call.get(FUNCTION_NAME).into());
    let stream = ("DeliveryStreamName", call.get(STREAM_NAME).into());
    [
        group("log-domain", domain(logs).into(), vec![domain_name, account]),
        group("log-splitter", SPLITTER.into(), vec![function]),
        group("log-stream", STREAM.into(), vec![stream]),
    ]
}

fn domain(logs: &Logs) -> [Signal; 4] {
    [
        Signal {
            name: "cluster is red",
            description: "A shard of the log domain has no copy: documents are missing, and its day cannot be written. Look at failed nodes and at free storage.",
            metric: "ClusterStatus.red",
            statistic: Statistic::Maximum,
            comparison: Comparison::AtLeast,
            threshold: Some(1),
            minutes: 1,
            ..DOMAIN
        },
        Signal {
            name: "cluster is yellow",
            description: "A shard of the log domain has one copy only. It mends itself after a lost node; if it does not, storage is short or a zone is gone.",
            metric: "ClusterStatus.yellow",
            statistic: Statistic::Maximum,
            comparison: Comparison::AtLeast,
            threshold: Some(1),
            minutes: 30,
            ..DOMAIN
        },
        Signal {
            name: "storage runs out",
            description: "A data node of the log domain has less than a quarter of its volume left. Delete indexes or raise volume_gb: a full node blocks writes.",
            metric: "FreeStorageSpace",
            statistic: Statistic::Minimum,
            // The metric is in MiB.
            comparison: Comparison::Below,
            threshold: Some(logs.volume_gb.saturating_mul(256)),
            minutes: 5,
            ..DOMAIN
        },
        Signal {
            name: "writes are blocked",
            description: "The log domain refuses to write, for want of storage or memory. Logs go to the backup bucket.",
            metric: "ClusterIndexWritesBlocked",
            statistic: Statistic::Maximum,
            comparison: Comparison::AtLeast,
            threshold: Some(1),
            minutes: 5,
            ..DOMAIN
        },
    ]
}

/// The function that hands lines to the stream. Lambda keeps its own errors in a queue and tries again.
const SPLITTER: [Signal; 3] = [
    Signal {
        name: "lines are not handed over",
        description: "The function between CloudWatch Logs and Firehose fails, 5 minutes in a row. Its log says why: a quota of the stream, or permissions.",
        metric: "Errors",
        statistic: Statistic::Sum,
        comparison: Comparison::AtLeast,
        threshold: Some(1),
        minutes: 5,
        ..LAMBDA
    },
    Signal {
        name: "lines wait to be handed over",
        description: "Log lines wait longer than 15 minutes for the function between CloudWatch Logs and Firehose. Look at the account's concurrent executions of Lambda.",
        metric: "AsyncEventAge",
        statistic: Statistic::Maximum,
        comparison: Comparison::AtLeast,
        // In milliseconds.
        threshold: Some(900_000),
        minutes: 5,
        ..LAMBDA
    },
    Signal {
        name: "lines are given up",
        description: "A batch of log lines was not handed to Firehose after three tries. It is in the backup bucket, under aws/lambda/async, and not in the domain.",
        metric: "AsyncEventsDropped",
        statistic: Statistic::Sum,
        comparison: Comparison::AtLeast,
        threshold: Some(1),
        minutes: 1,
        ..LAMBDA
    },
];

const STREAM: [Signal; 2] = [
    Signal {
        name: "lines are refused",
        description: "OpenSearch refused log lines; they are in the backup bucket. Every line: Firehose's role is not mapped in the domain. Some: a field has another type than in earlier lines.",
        metric: "DeliveryToAmazonOpenSearchService.Success",
        statistic: Statistic::Average,
        comparison: Comparison::Below,
        threshold: Some(1),
        minutes: 5,
        ..FIREHOSE
    },
    Signal {
        name: "delivery is late",
        description: "The oldest log line that waits for delivery is older than 15 minutes. Look at the domain's health and at the stream's errors.",
        metric: "DeliveryToAmazonOpenSearchService.DataFreshness",
        statistic: Statistic::Maximum,
        comparison: Comparison::Above,
        threshold: Some(900),
        minutes: 5,
        ..FIREHOSE
    },
];
