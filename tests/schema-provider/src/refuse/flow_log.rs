//! What a flow log needs, by where it writes, and that a network has one of a kind for a destination.
//!
//! Sources: botocore 1.44 of EC2, `CreateFlowLogs` (`DeliverLogsPermissionArn`, `LogDestination`: `AWSLogs` is reserved,
//! `TrafficType`, `DestinationOptions`); Amazon VPC user guide, "Publish flow logs"; EC2 API reference, error codes
//! (`FlowLogAlreadyExists`).

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "flow_log", on: &["aws_flow_log"], check };

/// What is watched.
const WATCHED: [&str; 3] = ["eni_id", "subnet_id", "vpc_id"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    refused("EC2 refuses the flow log", needs(object.after).or_else(|| again(object, account)))
}

fn needs(log: &Value) -> Option<String> {
    let groups = log.get("log_destination_type").text() == Some("cloud-watch-logs");
    if groups && log.get("iam_role_arn").is_null() {
        return Some("MissingParameter: DeliverLogsPermissionArn can't be empty when LogDestinationType is cloud-watch-logs".to_owned());
    }
    if groups && !log.get("destination_options").is_absent() {
        return Some("InvalidParameter: destination options are for files".to_owned());
    }
    let wanted = match log.get("log_destination_type").text().unwrap_or("cloud-watch-logs") {
        "s3" => "s3",
        "kinesis-data-firehose" => "firehose",
        _ => "logs",
    };
    let destination = log.get("log_destination").text().filter(|arn| arn.starts_with("arn:"));
    if destination.is_some_and(|arn| arn.split(':').nth(2) != Some(wanted)) {
        return Some(format!(
            "InvalidParameter: LogDestination is an ARN of {wanted} for this LogDestinationType"
        ));
    }
    let path = log.get("log_destination").text().and_then(|arn| arn.strip_prefix("arn:aws:s3:::"));
    if path.is_some_and(|path| path.split('/').skip(1).any(|folder| folder == "AWSLogs")) {
        return Some("InvalidParameter: AWSLogs is a reserved term of the destination".to_owned());
    }
    let watched = WATCHED.iter().any(|name| !log.get(name).is_null());
    (watched && log.get("traffic_type").is_null())
        .then(|| "MissingParameter: The request must contain the parameter TrafficType".to_owned())
}

fn again(object: Object<'_>, account: &Account) -> Option<String> {
    let same = |one: &Value, name: &str| one.get(name) == object.after.get(name);
    let mut others = account.all(object.kind).filter(|one| !same(one, "id"));
    let told = WATCHED.iter().chain(&["traffic_type", "log_destination"]);
    let taken = others.any(|one| told.clone().all(|name| same(one, name)));
    (taken && !object.after.is_null()).then(|| {
        "FlowLogAlreadyExists: There is an existing Flow Log with the same configuration and log destination.".to_owned()
    })
}
