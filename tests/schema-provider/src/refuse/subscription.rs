//! Who is told by a topic is named as the protocol has it.
//!
//! Sources: botocore 1.44, `Subscribe` of SNS (`Protocol`, `Endpoint`, `SubscriptionRoleArn`); Amazon SNS developer guide, "FIFO topics" (e-mail
//! and the like take nothing of them).

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "subscription", on: &["aws_sns_topic_subscription"], check };

/// What an endpoint begins with, by protocol.
const BEGINS: &[(&str, &str)] = &[
    ("application", "arn:aws:sns:"),
    ("firehose", "arn:aws:firehose:"),
    ("http", "http://"),
    ("https", "https://"),
    ("lambda", "arn:aws:lambda:"),
    ("sms", "+"),
    ("sqs", "arn:aws:sqs:"),
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let after = object.after;
    let text = |name| after.get(name).text();
    let (Some(protocol), Some(endpoint), Some(topic)) =
        (text("protocol"), text("endpoint"), text("topic_arn"))
    else {
        return Ok(());
    };
    let begins = BEGINS.iter().find(|(one, _)| *one == protocol).map(|(_, begins)| *begins);
    let wrong = match (protocol, begins) {
        ("email" | "email-json", _) => !is_address(endpoint),
        (_, Some(begins)) => !endpoint.starts_with(begins),
        (_, None) => true,
    };
    let for_people =
        ["email", "email-json", "sms", "http", "https", "application"].contains(&protocol);
    let detail = if wrong {
        format!("Invalid parameter: Endpoint {endpoint:?} of the protocol {protocol}")
    } else if protocol == "firehose" && text("subscription_role_arn").is_none() {
        "Invalid parameter: Attributes Reason: SubscriptionRoleArn is required for Firehose"
            .to_owned()
    } else if for_people && topic.rsplit('.').next() == Some("fifo") {
        format!("Invalid parameter: a FIFO topic has no {protocol}")
    } else if topic.split(':').nth(3) != Some(object.region) {
        format!("Invalid parameter: TopicArn {topic} is not in {}", object.region)
    } else {
        return Ok(());
    };
    Err(Problem::new("SNS cannot tell that").detail(format!("InvalidParameter: {detail}")))
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !host.contains('@')
            && !text.contains(char::is_whitespace)
    })
}
