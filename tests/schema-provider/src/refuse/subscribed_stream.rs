//! A stream that a log group feeds is of its region, and CloudWatch Logs is given a role for it; not every group can feed one.
//!
//! Sources: botocore 1.44, `PutSubscriptionFilter` ("destinationArn for vendor firehose cannot be used without roleArn");
//! theburningmonk/lambda-logging-kinesis-demo issue 1; CloudWatch Logs user guide, "Log classes".

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

const GROUP: &str = "aws_cloudwatch_log_group";

pub(super) const RULE: Rule =
    Rule { name: "subscribed_stream", on: &["aws_cloudwatch_log_subscription_filter"], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let text = |name| object.after.get(name).text();
    let (Some(destination), Some(name)) = (text("destination_arn"), text("log_group_name")) else {
        return Ok(());
    };
    let parts: Vec<&str> = destination.splitn(6, ':').collect();
    let [_, _, service, region, _, thing] = parts.as_slice() else {
        return Ok(());
    };
    let is = |class: &str| matches!(class, "INFREQUENT_ACCESS" | "DELIVERY");
    let mut groups = account.keyed(GROUP).filter(|(key, _)| key.region == object.region);
    let group = groups.find(|(_, one)| one.get("name").text() == Some(name));
    // What is made up for a role that nobody gave is none of IAM.
    let role = text("role_arn").is_some_and(|arn| arn.contains(":iam::"));
    let detail = if *region != object.region {
        format!("destinationArn {destination} is not in {}", object.region)
    } else if !role && ["firehose", "kinesis"].contains(service) {
        format!("destinationArn for vendor {service} cannot be used without roleArn")
    } else if !thing.starts_with("destination:")
        && group.is_some_and(|(_, one)| one.get("log_group_class").text().is_some_and(is))
    {
        format!("the class of {name} has no subscription filters")
    } else {
        return Ok(());
    };
    Err(Problem::new("The group cannot feed this")
        .detail(format!("InvalidParameterException: {detail}")))
}
