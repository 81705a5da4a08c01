//! What belongs together in a table: its keys and their attributes, its indexes and what they copy, its replicas and their stream.
//!
//! Sources: `DynamoDB` API reference, `CreateTable` (`AttributeDefinitions`, `Projection`: 100 attributes in all indexes
//! together) and `UpdateTimeToLive`; aws/aws-cli issue 1884 ("Some `AttributeDefinitions` are not used");
//! github.com/cloudposse/terraform-aws-dynamodb issue 39 ("`ProjectionType` is ALL, but `NonKeyAttributes` is specified");
//! hashicorp/terraform-provider-aws issues 43625 ("Disabling Stream is not allowed for a Global Table replica": what is left out is
//! switched on by `DynamoDB`, and off by the next apply) and 13097 ("Table write capacity should either be Pay-Per-Request or
//! `AutoScaled`"). Of two indexes of one name no answer is known.

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::{Rule, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "table", on: &["aws_dynamodb_table"], check };

const INDEXES: [&str; 2] = ["global_secondary_index", "local_secondary_index"];

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let table = object.after;
    if table.is_null() {
        return Ok(());
    }
    let wrong = keys(table)
        .or_else(|| copies(table))
        .or_else(|| replicas(object, account).map(str::to_owned))
        .or_else(|| keyed(table).map(str::to_owned))
        .or_else(|| expiry(object.before, table));
    match wrong {
        Some(detail) => {
            let detail = format!("ValidationException: {detail}");
            Err(Problem::new("DynamoDB refuses the table").detail(detail))
        }
        None => Ok(()),
    }
}

fn indexes(table: &Value) -> impl Iterator<Item = &Value> {
    INDEXES.iter().flat_map(|kind| table.get(kind).items())
}

fn keys(table: &Value) -> Option<String> {
    let attributes = table.get("attribute").items().iter();
    let defined: BTreeSet<&str> = attributes.filter_map(|one| one.get("name").text()).collect();
    // A copy of another table brings its own.
    if defined.is_empty() {
        return None;
    }
    let mut used = BTreeSet::new();
    for part in indexes(table).chain([table]) {
        used.extend(["hash_key", "range_key"].iter().filter_map(|key| said(part, key)));
        let keys = part.get("key_schema").items().iter();
        used.extend(keys.filter_map(|key| key.get("attribute_name").text()));
    }
    if let Some(name) = used.difference(&defined).next() {
        return Some(format!(
            "One or more parameter values were invalid: Some index key attribute have no definition: {name}"
        ));
    }
    let unused = defined.difference(&used).next();
    unused.map(|name| format!("One or more parameter values were invalid: Some AttributeDefinitions are not used: {name}"))
}

fn copies(table: &Value) -> Option<String> {
    let mut names = BTreeSet::new();
    let mut copied = 0;
    for index in indexes(table) {
        let name = index.get("name").text().unwrap_or_default();
        if !names.insert(name) {
            return Some(format!(
                "One or more parameter values were invalid: Duplicate index name: {name}"
            ));
        }
        let attributes = index.get("non_key_attributes").items().len();
        copied += attributes;
        let kind = index.get("projection_type").text().unwrap_or_default();
        match (kind, attributes) {
            ("INCLUDE", 0) => {
                return Some(format!(
                    "ProjectionType is INCLUDE, but NonKeyAttributes is not specified: {name}"
                ));
            }
            ("INCLUDE", _) | (_, 0) => {}
            _ => {
                return Some(format!(
                    "ProjectionType is {kind}, but NonKeyAttributes is specified: {name}"
                ));
            }
        }
    }
    (copied > 100).then(|| "The indexes of a table copy at most 100 attributes together".to_owned())
}

fn replicas(object: Object<'_>, account: &Account) -> Option<&'static str> {
    let table = object.after;
    let replicas = table.get("replica").items();
    if replicas.is_empty() {
        return None;
    }
    let eventual = replicas.iter().any(|one| one.get("consistency_mode").text() != Some("STRONG"));
    let streams = *table.get("stream_enabled") == Value::Bool(true);
    if eventual && !(streams && table.get("stream_view_type").text() == Some("NEW_AND_OLD_IMAGES"))
    {
        return Some(
            "Disabling Stream is not allowed for a Global Table replica: it has new and old images",
        );
    }
    let resource = format!("table/{}", table.get("name").text().unwrap_or_default());
    let scaled = account.all("aws_appautoscaling_target").any(|target| {
        target.get("resource_id").text() == Some(&resource)
            && target.get("scalable_dimension").text() == Some("dynamodb:table:WriteCapacityUnits")
    });
    (table.get("billing_mode").text() == Some("PROVISIONED") && !scaled)
        .then_some("Table write capacity should either be Pay-Per-Request or AutoScaled.")
}

/// All of them are encrypted by keys of one kind: AWS's or the customer's.
fn keyed(table: &Value) -> Option<&'static str> {
    let own = |block: &Value| said(block, "kms_key_arn").is_some();
    let encryption = table.get("server_side_encryption").items().first();
    let on = encryption.is_some_and(|one| *one.get("enabled") == Value::Bool(true) && own(one));
    let apart = table.get("replica").items().iter().any(|replica| own(replica) != on);
    let expires = table.get("ttl").items().first();
    let expires = expires.filter(|ttl| *ttl.get("enabled") == Value::Bool(true));
    if apart {
        Some(
            "All replica keys must either be Customer Managed, or AWS owned or managed, as that of the table is",
        )
    } else if expires.is_some_and(|ttl| ttl.get("attribute_name").text().is_none_or(str::is_empty))
    {
        Some(
            "1 validation error detected: Value '' at 'timeToLiveSpecification.attributeName' failed to satisfy constraint",
        )
    } else {
        None
    }
}

fn expiry(before: &Value, after: &Value) -> Option<String> {
    fn on(table: &Value) -> Option<&str> {
        let ttl = table.get("ttl").items().first()?;
        (*ttl.get("enabled") == Value::Bool(true)).then(|| ttl.get("attribute_name").text())?
    }
    let (before, after) = (on(before)?, on(after)?);
    (before != after).then(|| {
        format!(
            "TimeToLive is active on a different AttributeName: current AttributeName is {before}"
        )
    })
}
