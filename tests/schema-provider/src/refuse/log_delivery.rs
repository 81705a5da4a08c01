//! A delivery of CloudWatch Logs takes one kind of log of one thing to one place, and for CloudFront in us-east-1.
//!
//! Sources: CloudFront developer guide, "Configure standard logging (v2)"; botocore 1.44, `PutDeliverySource`, `PutDeliveryDestination` and
//! `CreateDelivery` (`ConflictException`); KensioSoftware/yulin pull request 980 (one source of a thing and type; the format of a destination stays).

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

const SOURCE: &str = "aws_cloudwatch_log_delivery_source";
const DESTINATION: &str = "aws_cloudwatch_log_delivery_destination";
const DELIVERY: &str = "aws_cloudwatch_log_delivery";

pub(super) const RULE: Rule =
    Rule { name: "log_delivery", on: &[DELIVERY, DESTINATION, SOURCE], check };

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let refused = if object.after.is_null() {
        used(object, account)
    } else {
        match object.kind {
            SOURCE => source(object, account),
            DESTINATION => destination(object),
            _ => delivery(object, account),
        }
    };
    refused.map_or(Ok(()), |detail| {
        Err(Problem::new("The logs cannot be delivered so").detail(detail))
    })
}

fn source(object: Object<'_>, account: &Account) -> Option<String> {
    let (after, same) =
        (object.after, |one: &Value, name: &str| one.get(name) == object.after.get(name));
    if after.get("resource_arn").text()?.contains(":cloudfront:") {
        if object.region != "us-east-1" {
            return Some(
                "ResourceNotFoundException: a distribution has its sources in us-east-1".to_owned(),
            );
        }
        if !["ACCESS_LOGS", "CONNECTION_LOGS"]
            .contains(&after.get("log_type").text().unwrap_or_default())
        {
            return Some(
                "ValidationException: a distribution has ACCESS_LOGS and CONNECTION_LOGS"
                    .to_owned(),
            );
        }
    }
    let mut others = account.all(SOURCE);
    let taken =
        others.any(|one| same(one, "resource_arn") && same(one, "log_type") && !same(one, "name"));
    taken.then(|| {
        "ConflictException: This ResourceId has already been used in another Delivery Source in this account".to_owned()
    })
}

fn destination(object: Object<'_>) -> Option<String> {
    let format = object.after.get("output_format");
    if !object.before.is_null() && object.before.get("output_format") != format {
        return Some(
            "ConflictException: the output format of a destination cannot be changed".to_owned(),
        );
    }
    let to = object.after.get("delivery_destination_configuration").items().first()?;
    let to = to.get("destination_resource_arn").text()?;
    (format.text() == Some("parquet") && !to.starts_with("arn:aws:s3:"))
        .then(|| "ValidationException: only S3 takes parquet".to_owned())
}

fn delivery(object: Object<'_>, account: &Account) -> Option<String> {
    let service = |delivery: &Value| {
        let (_, to) = account.meant_by(delivery.get("delivery_destination_arn").text()?).next()?;
        let config = to.get("delivery_destination_configuration").items().first()?;
        config.get("destination_resource_arn").text()?.split(':').nth(2).map(str::to_owned)
    };
    let own = service(object.after)?;
    let mut others = account.keyed(DELIVERY).filter(|(key, _)| key.region == object.region);
    let taken = others.any(|(_, one)| {
        one.get("id") != object.after.get("id")
            && one.get("delivery_source_name") == object.after.get("delivery_source_name")
            && service(one).as_ref() == Some(&own)
    });
    taken.then(|| format!("ConflictException: the source is delivered to {own} already"))
}

/// Whether a delivery still has what is to be deleted.
fn used(object: Object<'_>, account: &Account) -> Option<String> {
    let (by, name) = match object.kind {
        SOURCE => ("delivery_source_name", "name"),
        DESTINATION => ("delivery_destination_arn", "arn"),
        _ => return None,
    };
    let mut deliveries = account.keyed(DELIVERY).filter(|(key, _)| key.region == object.region);
    let used = deliveries.any(|(_, one)| one.get(by) == object.before.get(name));
    used.then(|| "ConflictException: it is associated with existing deliveries".to_owned())
}
