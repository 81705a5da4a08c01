//! A plan keeps backups in vaults that there are, for long enough, and a selection selects something.
//!
//! Sources: hashicorp/terraform-provider-aws issues 20423 and 24960 ("`DeleteAfterDays` cannot be less than 90 days apart from `MoveToColdStorageAfterDays`",
//! "`MoveToColdStorageAfterDays` is unavailable for continuous backup"); botocore 1.44 of AWS Backup, `BackupRuleInput`, `Lifecycle`, `BackupSelection` and
//! `CreateBackupVault`.

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "backup",
    on: &["aws_backup_plan", "aws_backup_selection", "aws_backup_vault"],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let after = object.after;
    let answer = match object.kind {
        "aws_backup_plan" => {
            after.get("rule").items().iter().find_map(|rule| kept(rule, object, account))
        }
        "aws_backup_vault" => said(after, "kms_key_arn")
            .filter(|arn| arn.split(':').nth(3) != Some(object.region))
            .map(|arn| format!("{arn} is not in {}", object.region)),
        _ => {
            let by = ["condition", "resources", "selection_tag"];
            let none = by.iter().all(|name| after.get(name).is_absent());
            (none && !after.is_null()).then(|| "Resources or tags are required".to_owned())
        }
    };
    let answer = answer.map(|answer| format!("InvalidParameterValueException: {answer}"));
    refused("AWS Backup refuses it", answer)
}

fn kept(rule: &Value, object: Object<'_>, account: &Account) -> Option<String> {
    let copies = rule.get("copy_action").items();
    let lives = [rule].into_iter().chain(copies).flat_map(|one| one.get("lifecycle").items());
    let always = *rule.get("enable_continuous_backup") == Value::Bool(true);
    if let Some(wrong) = lives.into_iter().find_map(|life| lasts(life, always)) {
        return Some(wrong);
    }
    let minutes = |name: &str| rule.get(name).as_i64();
    if let Some((start, end)) = minutes("start_window").zip(minutes("completion_window"))
        && end < start + 60
    {
        return Some(
            "CompletionWindowMinutes must be at least 60 minutes greater than StartWindowMinutes"
                .to_owned(),
        );
    }
    let vault = said(rule, "target_vault_name")?;
    let mut vaults = account.keyed("aws_backup_vault");
    let there = vaults
        .any(|(key, one)| key.region == object.region && one.get("name").text() == Some(vault));
    (!there && vault != "Default").then(|| format!("Backup vault {vault} does not exist"))
}

fn lasts(life: &Value, always: bool) -> Option<String> {
    let days = |name: &str| life.get(name).as_i64().filter(|days| *days != 0);
    let (cold, away) = (days("cold_storage_after"), days("delete_after"));
    if always && (cold.is_some() || away.is_some_and(|days| days > 35)) {
        return Some("MoveToColdStorageAfterDays is unavailable for continuous backup, which is kept for up to 35 days".to_owned());
    }
    let (cold, away) = (cold?, away?);
    (away < cold + 90).then(|| {
        "DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays"
            .to_owned()
    })
}
