//! A replica of a secret takes no writes: its policy, its value and its rotation are the primary's, and an ARN is of the region that is asked.
//!
//! Sources: Secrets Manager user guide, "Promote a replica secret to a standalone secret" ("A replica secret can't be
//! updated independently from its primary secret, except for its encryption key"); the answer's words:
//! github.com/lgallard/terraform-aws-secrets-manager/issues/188.

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "replica_secret",
    on: &[
        "aws_secretsmanager_secret_policy",
        "aws_secretsmanager_secret_rotation",
        "aws_secretsmanager_secret_version",
    ],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let target = if object.after.is_null() { object.before } else { object.after };
    let named = ["secret_id", "secret_arn"].into_iter().find_map(|name| target.get(name).text());
    let Some(arn) = named else {
        return Ok(());
    };
    let place = arn.strip_prefix("arn:").and_then(|arn| arn.split(':').nth(2));
    let named = bare(arn);
    let mut secrets = account.all("aws_secretsmanager_secret");
    let secret = secrets.find(|secret| {
        let told = ["arn", "name"].map(|name| secret.get(name).text().map(bare));
        told.contains(&Some(named))
    });
    match secret.and_then(|secret| secret.get("region").text()) {
        Some(primary) if primary != object.region => {
            let detail = "InvalidParameterException: Operation not permitted on a replica secret. Call must be made in primary \
                          secret's region.";
            let title = format!("{named} has its primary in {primary}, not in {}", object.region);
            Err(Problem::new(title).detail(detail))
        }
        _ => match place.filter(|place| *place != object.region) {
            Some(place) => {
                let detail =
                    "ResourceNotFoundException: Secrets Manager can't find the specified secret.";
                let title = format!("{arn} is in {place}, and not in {}", object.region);
                Err(Problem::new(title).detail(detail))
            }
            None => Ok(()),
        },
    }
}

/// The part of an ARN that is the same in every region, or a name as it is.
fn bare(id: &str) -> &str {
    id.split_once(":secret:").map_or(id, |(_, name)| name)
}
