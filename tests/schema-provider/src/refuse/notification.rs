//! Of an event of a bucket, one destination is told, which is there and in the bucket's region.
//!
//! Source: hashicorp/terraform-provider-aws issue 1582 ("Configurations overlap. Configurations on the same bucket cannot share a common event type.");
//! Amazon S3 user guide, "Supported event destinations" (in the same Region) and "Configuring event notifications using object key name filtering" (prefixes and suffixes that overlap).

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "notification", on: &["aws_s3_bucket_notification"], check };

const DESTINATIONS: [&str; 3] = ["lambda_function", "queue", "topic"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let told: Vec<&Value> =
        DESTINATIONS.iter().flat_map(|name| object.after.get(name).items()).collect();
    let ends = ["lambda_function_arn", "queue_arn", "topic_arn"];
    let mut ends = told.iter().flat_map(|one| ends.iter().filter_map(|name| one.get(name).text()));
    let nobody = ends.find(|arn| {
        let mut parts = arn.split(':').skip(3);
        let (region, owner) = (parts.next(), parts.next());
        let ours = owner.is_some() && owner == account.number();
        region != Some(object.region) || (ours && account.meant_by(arn).next().is_none())
    });
    let answer = nobody.map(|arn| {
        format!(
            "InvalidArgument: Unable to validate the following destination configurations: {arn}"
        )
    });
    refused("Nobody is there to be told", answer)?;
    let twice = told.iter().enumerate().any(|(at, one)| {
        let rest = told.iter().skip(at + 1);
        rest.into_iter().any(|other| events(one, other) && names(one, other))
    });
    let answer = "InvalidArgument: Configurations overlap. Configurations on the same bucket cannot share a common event type.";
    refused("Two would be told of one event", twice.then(|| answer.to_owned()))
}

/// `s3:ObjectCreated:*` is each of its kind.
fn events(one: &Value, other: &Value) -> bool {
    let meets = |one: &str, other: &str| {
        one == other || one.strip_suffix('*').is_some_and(|kind| other.starts_with(kind))
    };
    one.get("events").texts().any(|event| {
        other.get("events").texts().any(|more| meets(event, more) || meets(more, event))
    })
}

/// Whether a name may begin and end as both have it.
fn names(one: &Value, other: &Value) -> bool {
    let part = |value: &Value, name: &str| value.get(name).text().unwrap_or_default().to_owned();
    let (begins, begin) = (part(one, "filter_prefix"), part(other, "filter_prefix"));
    let (ends, end) = (part(one, "filter_suffix"), part(other, "filter_suffix"));
    (begins.starts_with(&begin) || begin.starts_with(&begins))
        && (ends.ends_with(&end) || end.ends_with(&ends))
}
