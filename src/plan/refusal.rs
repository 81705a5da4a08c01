//! What AWS refuses, as far as the configuration tells.

use aws_catalogue::Value as Plain;

use super::row::Action;

/// What types call their protection against deletion.
const SWITCHES: [&str; 3] =
    ["deletion_protection", "deletion_protection_enabled", "enable_deletion_protection"];
/// What cannot change of a replica of a table.
const REPLICA: [&str; 3] = ["region_name", "kms_key_arn", "consistency_mode"];

/// Whether AWS refuses what happens to an object: it, or a replica of it, goes and is protected. Somebody has to switch that off
/// before, in a change of its own.
pub(super) fn is_protected(action: Action, before: &Plain, after: &Plain) -> bool {
    let on = |one: &Plain| SWITCHES.iter().any(|name| *one.get(name) == Plain::Bool(true));
    match action {
        Action::Delete | Action::Replace { .. } => on(before),
        Action::Update => {
            let same = |one: &Plain, other: &Plain| {
                REPLICA.iter().all(|name| one.get(name) == other.get(name))
            };
            let kept = after.get("replica").items();
            let mut gone = before.get("replica").items().iter();
            gone.any(|one| on(one) && !kept.iter().any(|other| same(one, other)))
        }
        Action::Nothing | Action::Create | Action::Forget => false,
    }
}
