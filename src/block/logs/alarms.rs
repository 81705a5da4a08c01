//! What should wake somebody about the logs: in the region of the domain, whose metrics are there.

use super::model::{ACCOUNT_ID, DOMAIN_NAME, FUNCTION_NAME, Logs, STREAM_NAME};
use crate::{
    aws::RegionName,
    block::{Alarm, Watches},
    graph::Handle,
};

/// A metric of a domain, and when it is bad.
struct Bad {
    name: &'static str,
    description: &'static str,
    metric: &'static str,
    statistic: &'static str,
    comparison: &'static str,
    threshold: u32,
    minutes: u32,
}

const AT_LEAST: &str = "GreaterThanOrEqualToThreshold";
const BELOW: &str = "LessThanThreshold";

/// The alarms of one region.
pub(super) fn of(logs: &Logs, region: RegionName, call: Handle) -> Vec<Alarm> {
    let domain = domain(logs).map(|bad| {
        let dimensions = vec![
            ("DomainName", call.get(DOMAIN_NAME).into()),
            ("ClientId", call.get(ACCOUNT_ID).into()),
        ];
        (bad, "AWS/ES", dimensions, "missing")
    });
    let stream = STREAM.map(|bad| {
        let dimensions = vec![("DeliveryStreamName", call.get(STREAM_NAME).into())];
        // Nothing is delivered while nothing is logged.
        (bad, "AWS/Firehose", dimensions, "notBreaching")
    });
    let splitter = SPLITTER.map(|bad| {
        let dimensions = vec![("FunctionName", call.get(FUNCTION_NAME).into())];
        (bad, "AWS/Lambda", dimensions, "notBreaching")
    });
    let alarm = |(bad, namespace, dimensions, missing): (Bad, _, _, _)| Alarm {
        name: format!("logs/{}", bad.name),
        description: bad.description,
        watches: Watches::Region,
        region,
        namespace,
        metric: bad.metric,
        statistic: bad.statistic,
        dimensions,
        combined: None,
        comparison: bad.comparison,
        threshold: bad.threshold,
        minutes: bad.minutes,
        missing,
    };
    domain.into_iter().chain(splitter).chain(stream).map(alarm).collect()
}

fn domain(logs: &Logs) -> [Bad; 4] {
    [
        Bad {
            name: "cluster is red",
            description: "A shard of the log domain has no copy: documents are missing, and its day cannot be written. Look at failed nodes and at free storage.",
            metric: "ClusterStatus.red",
            statistic: "Maximum",
            comparison: AT_LEAST,
            threshold: 1,
            minutes: 1,
        },
        Bad {
            name: "cluster is yellow",
            description: "A shard of the log domain has one copy only. It mends itself after a lost node; if it does not, storage is short or a zone is gone.",
            metric: "ClusterStatus.yellow",
            statistic: "Maximum",
            comparison: AT_LEAST,
            threshold: 1,
            minutes: 30,
        },
        Bad {
            name: "storage runs out",
            description: "A data node of the log domain has less than a quarter of its volume left. Delete indexes or raise volume_gb: a full node blocks writes.",
            metric: "FreeStorageSpace",
            statistic: "Minimum",
            // The metric is in MiB.
            comparison: BELOW,
            threshold: logs.volume_gb.saturating_mul(256),
            minutes: 5,
        },
        Bad {
            name: "writes are blocked",
            description: "The log domain refuses to write, for want of storage or memory. Logs go to the backup bucket.",
            metric: "ClusterIndexWritesBlocked",
            statistic: "Maximum",
            comparison: AT_LEAST,
            threshold: 1,
            minutes: 5,
        },
    ]
}

/// The function that hands lines to the stream. Lambda keeps its own errors in a queue and tries again.
const SPLITTER: [Bad; 3] = [
    Bad {
        name: "lines are not handed over",
        description: "The function between CloudWatch Logs and Firehose fails, 5 minutes in a row. Its log says why: a quota of the stream, or permissions.",
        metric: "Errors",
        statistic: "Sum",
        comparison: AT_LEAST,
        threshold: 1,
        minutes: 5,
    },
    Bad {
        name: "lines wait to be handed over",
        description: "Log lines wait longer than 15 minutes for the function between CloudWatch Logs and Firehose. Look at the account's concurrent executions of Lambda.",
        metric: "AsyncEventAge",
        statistic: "Maximum",
        comparison: AT_LEAST,
        // In milliseconds.
        threshold: 900_000,
        minutes: 5,
    },
    Bad {
        name: "lines are given up",
        description: "A batch of log lines was not handed to Firehose after three tries. It is in the backup bucket, under aws/lambda/async, and not in the domain.",
        metric: "AsyncEventsDropped",
        statistic: "Sum",
        comparison: AT_LEAST,
        threshold: 1,
        minutes: 1,
    },
];

const STREAM: [Bad; 2] = [
    Bad {
        name: "lines are refused",
        description: "OpenSearch refused log lines; they are in the backup bucket. Every line: Firehose's role is not mapped in the domain. Some: a field has another type than in earlier lines.",
        metric: "DeliveryToAmazonOpenSearchService.Success",
        statistic: "Average",
        comparison: BELOW,
        threshold: 1,
        minutes: 5,
    },
    Bad {
        name: "delivery is late",
        description: "The oldest log line that waits for delivery is older than 15 minutes. Look at the domain's health and at the stream's errors.",
        metric: "DeliveryToAmazonOpenSearchService.DataFreshness",
        statistic: "Maximum",
        comparison: "GreaterThanThreshold",
        threshold: 900,
        minutes: 5,
    },
];
