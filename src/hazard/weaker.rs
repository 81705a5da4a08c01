//! Something that protects is taken away from an object that stays.

use crate::inventory::Resource;

use super::harm::{Changed, Hazard, Kind, Level};
use super::object::{Found, count, module, name, number, text, truth};
use crate::plan::Action;

static PROTECTION: Kind = Kind::new(
    "protection-removed",
    "a protection against deletion is taken away",
    "the next change that destroys it by mistake succeeds",
    "take it away only in the change before the one that is to destroy the object",
);
static REPLICA: Kind = Kind::new(
    "replica-removed",
    "a copy in another region is taken away",
    "what the region had is gone from there, and it cannot take over",
    "let nobody read there any more first",
);
static BACKUP: Kind = Kind::new(
    "backup-weakened",
    "backups are switched off, or kept for less time",
    "what is older than the new limit cannot be restored any more, from the apply on",
    "copy what has to be kept before",
)
.for_good();
static RETENTION: Kind = Kind::new(
    "retention-shortened",
    "what is logged is kept for less time",
    "what is older than the new limit is deleted, from the apply on",
    "export what has to be kept before",
)
.for_good();
static UNIGNORED: Kind = Kind::new(
    "ignore-removed",
    "Terraform begins to look at an argument that it ignored",
    "what people or AWS have changed there is set back by the next apply",
    "bring the configuration in line with what is there first",
);

pub(super) static KINDS: [&Kind; 5] = [&PROTECTION, &REPLICA, &BACKUP, &RETENTION, &UNIGNORED];

/// Arguments that are `true` where an object is protected.
const PROTECTIONS: [&str; 4] = [
    "deletion_protection",
    "deletion_protection_enabled",
    "enable_deletion_protection",
    "block_public_acls",
];
/// Arguments that are `false` where an object is protected.
const DANGERS: [&str; 3] = ["force_destroy", "skip_final_snapshot", "force_delete"];
/// Days in which AWS can be asked to give something back.
const WINDOWS: [&str; 2] = ["deletion_window_in_days", "recovery_window_in_days"];
/// Days that can be restored.
const BACKUPS: [&str; 2] =
    ["backup_retention_period", "point_in_time_recovery.recovery_period_in_days"];
/// Objects that are a protection of another one.
const SHIELDS: [&str; 4] = [
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_versioning",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_wafv2_web_acl_association",
];

pub(super) fn found(changed: &Changed<'_>) -> Vec<Hazard> {
    let mut found = Found::default();
    for (root, address, before, after) in changed.kept() {
        let mut note = |kind: &'static Kind, level: Level, what: String| {
            let message = format!("{what} of `{}`", name(Some(after), address));
            found.note(kind, level, (root, address), message);
        };
        for what in protections(before, after) {
            note(&PROTECTION, Level::Dangerous, what);
        }
        for what in backups(before, after) {
            note(&BACKUP, Level::Dangerous, what);
        }
        if let Some(what) = copies(before, after) {
            note(&REPLICA, Level::Dangerous, what);
        }
        if falls(before, after, "retention_in_days") {
            note(&RETENTION, Level::Dangerous, "the logs are kept for less time".to_owned());
        }
        for path in unignored(before, after) {
            note(&UNIGNORED, Level::Review, format!("`{path}` is no longer ignored"));
        }
    }
    shields(changed, &mut found);
    found.end()
}

fn protections(before: &Resource, after: &Resource) -> Vec<String> {
    let was = |one: &Resource, path: &str, what: bool| truth(one, path) == Some(what);
    let lifted =
        PROTECTIONS.iter().filter(|path| was(before, path, true) && !was(after, path, true));
    let risen = DANGERS.iter().filter(|path| !was(before, path, true) && was(after, path, true));
    let shorter = WINDOWS.iter().filter(|path| falls(before, after, path));
    let mut all: Vec<String> = lifted.map(|path| format!("`{path}` is taken away")).collect();
    all.extend(risen.map(|path| format!("`{path}` is set")));
    all.extend(shorter.map(|path| format!("`{path}` is less")));
    if before.lifecycle.prevent_destroy && !after.lifecycle.prevent_destroy {
        all.push("`prevent_destroy` is taken away".to_owned());
    }
    all
}

fn backups(before: &Resource, after: &Resource) -> Vec<String> {
    let mut all: Vec<String> = BACKUPS
        .iter()
        .filter(|path| falls(before, after, path))
        .map(|path| format!("`{path}` is less"))
        .collect();
    let recovers = |one: &Resource| truth(one, "point_in_time_recovery.enabled") == Some(true);
    if recovers(before) && !recovers(after) {
        all.push("point-in-time recovery is switched off".to_owned());
    }
    let versions = |one: &Resource| text(one, "versioning_configuration.status") == Some("Enabled");
    if versions(before) && !versions(after) {
        all.push("versioning is switched off".to_owned());
    }
    all
}

/// A replica less.
fn copies(before: &Resource, after: &Resource) -> Option<String> {
    let fewer =
        |path: &str| count(before, path) > count(after, path) && count(after, path).is_some();
    match before.kind.as_str() {
        "aws_dynamodb_table" | "aws_secretsmanager_secret" if fewer("replica") => {
            Some("a replica is taken away".to_owned())
        }
        "aws_s3_bucket_replication_configuration" if fewer("rule") => {
            Some("a rule of replication is taken away".to_owned())
        }
        _ => None,
    }
}

/// A number gets less. Logs are kept for ever where it is none.
fn falls(before: &Resource, after: &Resource, path: &str) -> bool {
    let days = |one| {
        let number = number(one, path)?;
        Some(if path == "retention_in_days" && number == 0 { i64::MAX } else { number })
    };
    matches!((days(before), days(after)), (Some(old), Some(new)) if new < old)
}

fn unignored<'r>(before: &'r Resource, after: &'r Resource) -> impl Iterator<Item = &'r str> {
    let still = &after.lifecycle.ignore_changes;
    let gone = before.lifecycle.ignore_changes.iter().filter(move |path| !still.contains(path));
    gone.map(String::as_str)
}

/// What protects goes, and what it protects stays.
fn shields<'c>(changed: &'c Changed<'_>, found: &mut Found<'c>) {
    let parent = |kind: &str| if kind.starts_with("aws_s3") { "aws_s3_bucket" } else { "aws_lb" };
    for object in changed.objects() {
        let kind = object.row.kind.as_str();
        if object.row.action != Action::Delete || !SHIELDS.contains(&kind) {
            continue;
        }
        let own = module(object.address);
        let key = |address: &str| address.split_once('[').map(|(_, key)| key.to_owned());
        let stays = changed.kept().any(|(root, address, _, one)| {
            root == object.root
                && one.kind == parent(kind)
                && module(address) == own
                && key(address) == key(object.address)
        });
        if stays {
            let message = format!("`{kind}` is destroyed, and what it protects stays");
            found.note(&PROTECTION, Level::Dangerous, (object.root, object.address), message);
        }
    }
}
