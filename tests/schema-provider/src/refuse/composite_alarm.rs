//! An alarm of alarms names those that there are, in its region; and those stay as long as it names them.
//!
//! Sources: botocore 1.44, `PutCompositeAlarm.AlarmRule`; awsdocs/aws-cloudformation-user-guide issue 911 ("the alarm rule do not
//! exist"); aws/aws-cdk issue 12662; hashicorp/terraform-provider-aws issue 34807 ("there are composite alarm(s) depending on it").

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "composite_alarm", on: &[COMPOSITE, "aws_cloudwatch_metric_alarm"], check };

const COMPOSITE: &str = "aws_cloudwatch_composite_alarm";

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    if object.after.is_null() {
        let name = object.before.get("alarm_name").text().unwrap_or_default();
        let composite = account.keyed(COMPOSITE).filter(|(key, _)| key.region == object.region);
        if composite.into_iter().any(|(_, one)| named(one).iter().flatten().any(|one| *one == name))
        {
            let detail = format!(
                "ValidationError: Cannot delete {name} as there are composite alarm(s) depending on it."
            );
            return Err(Problem::new("An alarm of alarms names it").detail(detail));
        }
        return Ok(());
    }
    if object.kind != COMPOSITE {
        return Ok(());
    }
    let there = |name: &str| {
        let kinds = [COMPOSITE, "aws_cloudwatch_metric_alarm"].into_iter();
        kinds.flat_map(|kind| account.keyed(kind)).any(|(key, one)| {
            key.region == object.region && one.get("alarm_name").text() == Some(name)
        })
    };
    let detail = match named(object.after) {
        None => "ValidationError: AlarmRule has a syntax error".to_owned(),
        Some(names) => match names.into_iter().find(|name| !there(name)) {
            None => return Ok(()),
            Some(name) => format!(
                "ValidationError: Could not save the composite alarm as alarms [{name}] in the alarm rule do not exist"
            ),
        },
    };
    Err(Problem::new("The alarm's rule is wrong").detail(detail))
}

/// The alarms of a rule. None of one that cannot be read: a name with a blank or a bracket stands in quotes.
fn named(composite: &Value) -> Option<Vec<&str>> {
    let rule = composite.get("alarm_rule").text().unwrap_or_default();
    if rule.is_empty() || rule.trim() != rule {
        return None;
    }
    let mut names = Vec::new();
    for state in ["ALARM(", "OK(", "INSUFFICIENT_DATA("] {
        for (at, _) in rule.match_indices(state) {
            // `ALARM` may be the end of another word.
            let before = rule.get(..at).unwrap_or_default();
            if before.ends_with(|one: char| one.is_ascii_alphanumeric() || one == '_') {
                continue;
            }
            let inside = rule.get(at + state.len()..)?.trim_start();
            let name = match inside.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"')?.0,
                None => inside.split_once(')')?.0.trim(),
            };
            if !inside.starts_with('"')
                && name.contains([' ', '(', '/', ','])
                && !name.starts_with("arn:")
            {
                return None;
            }
            names.push(name.split_once(":alarm:").map_or(name, |(_, name)| name));
        }
    }
    Some(names)
}
