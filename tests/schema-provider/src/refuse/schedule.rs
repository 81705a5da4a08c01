//! When something runs: a schedule of `EventBridge` and that of a canary.
//!
//! Sources: botocore 1.44 of Scheduler, `CreateSchedule` (`FlexibleTimeWindow`, `ScheduleExpressionTimezone`, `StartDate`, `EndDate`); `EventBridge` Scheduler user guide, "Schedule types"
//! (`rate(1 minute)`, `rate(5 minutes)`; one of the days is `?`); botocore 1.44 of Synthetics, `CanaryScheduleInput` and `CanaryRunConfigInput` (up to the frequency of the canary; memory in
//! steps of 64).

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "schedule", on: &["aws_scheduler_schedule", "aws_synthetics_canary"], check };

/// What the names of time zones begin with (IANA time zone database).
const AREAS: [&str; 16] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Brazil",
    "Canada",
    "Chile",
    "Etc",
    "Europe",
    "Indian",
    "Mexico",
    "Pacific",
    "US",
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        "aws_scheduler_schedule" => schedule(object.after),
        _ => canary(object.after),
    };
    let answer = answer.map(|answer| format!("ValidationException: {answer}"));
    refused("It cannot run at such times", answer)
}

fn schedule(schedule: &Value) -> Option<String> {
    let expression = said(schedule, "schedule_expression")?;
    if !runs(expression) {
        return Some(format!("Invalid Schedule Expression {expression}."));
    }
    let zone = said(schedule, "schedule_expression_timezone").unwrap_or("UTC");
    if zone.split_once('/').is_some_and(|(area, _)| !AREAS.contains(&area)) {
        return Some(format!("Invalid ScheduleExpressionTimezone {zone}."));
    }
    let window = schedule.get("flexible_time_window").items().first()?;
    let minutes =
        window.get("maximum_window_in_minutes").as_i64().is_some_and(|minutes| minutes > 0);
    if (window.get("mode").text() == Some("FLEXIBLE")) != minutes {
        return Some("MaximumWindowInMinutes belongs to the mode FLEXIBLE.".to_owned());
    }
    // Dates of one form: they sort as they follow each other.
    let (start, end) = (said(schedule, "start_date")?, said(schedule, "end_date")?);
    (end <= start).then(|| "The EndDate you specify must be after the StartDate.".to_owned())
}

fn runs(expression: &str) -> bool {
    let Some((kind, rest)) = expression.split_once('(') else { return false };
    let Some(inner) = rest.strip_suffix(')') else { return false };
    let words: Vec<&str> = inner.split_whitespace().collect();
    match (kind, words.as_slice()) {
        ("at", [_]) => true,
        ("rate", [many, unit]) => {
            let units = ["minute", "hour", "day"];
            let one = *many == "1" && units.contains(unit);
            let some = many.parse::<u32>().is_ok_and(|many| many > 1)
                && unit.strip_suffix('s').is_some_and(|unit| units.contains(&unit));
            one || some
        }
        ("cron", [_, _, day, _, weekday, _]) => (*day == "?") != (*weekday == "?"),
        _ => false,
    }
}

fn canary(canary: &Value) -> Option<String> {
    let expression =
        canary.get("schedule").items().first().and_then(|one| said(one, "expression"))?;
    let rate = expression.strip_prefix("rate(").and_then(|rest| rest.strip_suffix(')'));
    let minutes = rate.and_then(|rate| {
        let (many, unit) = rate.split_once(' ')?;
        let many: i64 = many.parse().ok()?;
        Some(if unit.starts_with("hour") { many.checked_mul(60)? } else { many })
    });
    if minutes.is_some_and(|minutes| minutes > 60) {
        return Some("a canary runs at least once an hour".to_owned());
    }
    let config = canary.get("run_config").items().first()?;
    let number = |name: &str| config.get(name).as_i64().filter(|number| *number != 0);
    if number("memory_in_mb").is_some_and(|memory| memory % 64 != 0) {
        return Some("MemoryInMB must be a multiple of 64".to_owned());
    }
    let minutes = minutes.filter(|minutes| *minutes > 0)?;
    number("timeout_in_seconds").filter(|seconds| *seconds > minutes.saturating_mul(60)).map(
        |seconds| {
            format!("a timeout of {seconds} seconds is longer than the schedule of the canary")
        },
    )
}
