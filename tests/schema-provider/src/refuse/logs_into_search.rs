//! A subscription of CloudWatch Logs puts many events into one record, and a stream whose destination is
//! OpenSearch indexes a record as one document: what arrives is refused there. A function has to take
//! the records apart in between.
//!
//! Source: Firehose developer guide, "Send CloudWatch Logs to Firehose"
//! (docs.aws.amazon.com/firehose/latest/dev/writing-with-cloudwatch-logs.html, November 2026): "Currently, Firehose
//! does not support the delivery of CloudWatch Logs to Amazon OpenSearch Service destination".

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "logs_into_search", on: &["aws_cloudwatch_log_subscription_filter"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let Some(destination) = object.after.get("destination_arn").text() else {
        return Ok(());
    };
    let mut streams = account.all("aws_kinesis_firehose_delivery_stream");
    let search = streams.any(|stream| {
        let into = stream.get("destination").text().unwrap_or_default();
        into.starts_with("opensearch") && stream.get("arn").text() == Some(destination)
    });
    if search {
        let detail =
            format!("{destination} delivers to OpenSearch, which takes one event a record.");
        return Err(Problem::new("CloudWatch Logs cannot feed this stream").detail(detail));
    }
    Ok(())
}
