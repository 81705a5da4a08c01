//! A secret is rotated once it has a value, by a function of its region, and deleted once nothing copies it.
//!
//! Sources: Secrets Manager API reference, `RotateSecret` and `DeleteSecret`; Secrets Manager user guide, "Rotation by Lambda function" (in the Region of the secret); hashicorp/terraform-provider-aws issue 10619 (a rotation before
//! the value); github.com/gruntwork-io/cloud-nuke issue 435 ("You can't delete secret that still has replica regions"): the provider
//! removes those that its state has.

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Key, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "secret",
    on: &["aws_secretsmanager_secret", "aws_secretsmanager_secret_rotation"],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let wrong = if object.kind == "aws_secretsmanager_secret_rotation" {
        turner(object).or_else(|| rotated(object.after, account))
    } else {
        deleted(object, account)
    };
    refused("Secrets Manager refuses it", wrong)
}

/// Secrets Manager calls a function where the secret is.
fn turner(object: Object<'_>) -> Option<String> {
    let rules = object.after.get("rotation_rules").items().iter();
    let mut times = rules.filter_map(|one| said(one, "schedule_expression"));
    let sound = |time: &&str| {
        ["rate(", "cron("].iter().any(|kind| time.starts_with(kind)) && time.ends_with(')')
    };
    if let Some(time) = times.find(|time| !sound(time)) {
        return Some(format!("InvalidParameterException: Invalid schedule expression {time}"));
    }
    let arn = object.after.get("rotation_lambda_arn").text()?;
    let mut parts = arn.split(':');
    let own = object.after.get("secret_id").text().and_then(|secret| secret.split(':').nth(1));
    let (partition, place) = (parts.nth(1), parts.nth(1));
    let near = place == Some(object.region) && (own.is_none() || partition == own);
    (!near).then(|| {
        format!("AccessDeniedException: Secrets Manager cannot invoke the specified Lambda function {arn}: it is not in {}.", object.region)
    })
}

fn rotated(rotation: &Value, account: &Account) -> Option<String> {
    let named = rotation.get("secret_id");
    let mut secrets = account.all("aws_secretsmanager_secret");
    let secret = secrets.find(|one| [one.get("arn"), one.get("name")].contains(&named))?;
    let ids = [secret.get("arn"), secret.get("name")];
    let mut versions = account.all("aws_secretsmanager_secret_version");
    let valued = versions.any(|one| ids.contains(&one.get("secret_id")));
    (!valued).then(|| {
        "InvalidRequestException: the secret has no value that could be rotated".to_owned()
    })
}

fn deleted(object: Object<'_>, account: &Account) -> Option<String> {
    if !object.after.is_null() {
        return None;
    }
    let there = account.find(&Key::of(object.kind, object.region, object.before)?)?;
    let region = |replica: &Value| replica.get("region").text().map(str::to_owned);
    let known: Vec<_> = object.before.get("replica").items().iter().map(region).collect();
    let left = there.get("replica").items().iter().find(|one| !known.contains(&region(one)))?;
    Some(format!(
        "InvalidParameterException: You can't delete secret that still has replica regions [{}].",
        region(left)?
    ))
}
