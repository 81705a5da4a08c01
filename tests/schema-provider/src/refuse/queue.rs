//! A queue is of one kind, first in first out or not, and so is the one that takes its dead letters.
//!
//! Sources: SQS API reference, `CreateQueue` (`QueueName`, `FifoQueue`) and `SetQueueAttributes` (`RedrivePolicy`: `maxReceiveCount`, a
//! dead-letter queue of the same type in the same region and account); serverless/serverless issue 5215 ("Dead letter target does not
//! exist").

use aws_catalogue::Value;

use super::{Rule, json, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "queue", on: &["aws_sqs_queue"], check };

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let queue = object.after;
    let Some(name) = queue.get("name").text() else { return Ok(()) };
    let is = |switch: &str| *queue.get(switch) == Value::Bool(true);
    let ordered = is("fifo_queue");
    let wrong = if ordered != in_order(name) {
        Some(
            "InvalidParameterValue: The name of a FIFO queue, and of no other, ends with .fifo"
                .to_owned(),
        )
    } else if is("content_based_deduplication") && !ordered {
        Some("InvalidAttributeName: Unknown Attribute ContentBasedDeduplication.".to_owned())
    } else {
        redrive(queue, object.region, ordered)
    };
    refused("SQS refuses the queue", wrong)
}

fn redrive(queue: &Value, region: &str, ordered: bool) -> Option<String> {
    let policy = json(queue.get("redrive_policy").text());
    let target = policy.get("deadLetterTargetArn").text()?;
    let count = policy.get("maxReceiveCount");
    let count = count.as_i64().or_else(|| count.text()?.parse().ok());
    let reason = if target.split(':').nth(3) != Some(region) {
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
