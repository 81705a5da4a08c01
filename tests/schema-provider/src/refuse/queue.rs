//! A queue or a topic is of one kind, first in first out or not, and so is the queue that takes the dead letters of one.
//!
//! Sources: botocore 1.44 of SNS, `CreateTopic` (`Name`, `Attributes`: `ContentBasedDeduplication`); SQS API reference, `CreateQueue` (`QueueName`, `FifoQueue`, `FifoThroughputLimit`) and `SetQueueAttributes` (`RedrivePolicy`: `maxReceiveCount`, a
//! dead-letter queue of the same type in the same region and account); serverless/serverless issue 5215 ("Dead letter target does not
//! exist").

use aws_catalogue::Value;

use super::{Rule, json, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "queue", on: &["aws_sns_topic", "aws_sqs_queue"], check };

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let queue = object.after;
    let Some(name) = queue.get("name").text() else { return Ok(()) };
    let is = |switch: &str| *queue.get(switch) == Value::Bool(true);
    let ordered = is("fifo_queue") || is("fifo_topic");
    let wrong = if ordered != in_order(name) {
        Some(
            "InvalidParameterValue: The name of a FIFO queue or topic, and of no other, ends with .fifo"
                .to_owned(),
        )
    } else if is("content_based_deduplication") && !ordered {
        Some("InvalidAttributeName: Unknown Attribute ContentBasedDeduplication.".to_owned())
    } else if !ordered
        && ["deduplication_scope", "fifo_throughput_limit"]
            .iter()
            .any(|name| said(queue, name).is_some())
    {
        Some(
            "InvalidAttributeName: Unknown Attribute DeduplicationScope or FifoThroughputLimit."
                .to_owned(),
        )
    } else if said(queue, "fifo_throughput_limit") == Some("perMessageGroupId")
        && said(queue, "deduplication_scope") != Some("messageGroup")
    {
        Some("InvalidAttributeValue: perMessageGroupId is allowed only when the value for DeduplicationScope is messageGroup.".to_owned())
    } else {
        redrive(queue, object.region, ordered)
    };
    refused("It is not of one kind", wrong)
}

fn redrive(queue: &Value, region: &str, ordered: bool) -> Option<String> {
    let policy = json(queue.get("redrive_policy").text());
    let target = policy.get("deadLetterTargetArn").text()?;
    let count = policy.get("maxReceiveCount");
    let count = count.as_i64().or_else(|| count.text()?.parse().ok());
    let place = |arn: &str| arn.split(':').nth(4).map(str::to_owned);
    let theirs = queue.get("arn").text().is_some_and(|own| place(own) != place(target));
    let reason = if target.split(':').nth(3) != Some(region) || theirs {
        "Dead-letter queue must be in the same region and account as the source"
    } else if in_order(target) != ordered {
        "Dead-letter queue must be same type of queue as the source."
    } else if queue.get("arn").text() == Some(target) {
        "A queue does not take its own dead letters"
    } else if !count.is_some_and(|count| (1..=1_000).contains(&count)) {
        "maxReceiveCount is from 1 to 1000"
    } else {
        return None;
    };
    Some(format!(
        "InvalidParameterValue: Value for parameter RedrivePolicy is invalid. Reason: {reason}"
    ))
}

/// By its name.
fn in_order(queue: &str) -> bool {
    queue.strip_suffix(".fifo").is_some()
}
