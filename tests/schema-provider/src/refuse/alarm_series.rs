//! What an alarm computes its series from: so many queries, each of a name of its own, that know each other; and not over
//! a longer time than alarms look back.
//!
//! Sources: botocore 1.44, `MetricDataQuery` and `PutMetricAlarm` (`EvaluationPeriods`, `DatapointsToAlarm`); hashicorp/terraform-provider-aws
//! issue 19567 ("Invalid metrics list", and no more); aws/aws-cdk issues 24509 and 27144 (ten metrics); `CloudWatch` user guide, "Using metric
//! math" (functions and words).

use std::collections::BTreeSet;

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule =
    Rule { name: "alarm_series", on: &["aws_cloudwatch_metric_alarm"], check };

/// Of each kind of query.
const MOST: usize = 10;

/// Functions that give several series, or none.
const MANY: [&str; 5] = ["METRICS(", "SEARCH(", "SERVICE_QUOTA(METRICS(", "SLICE(", "SORT("];

/// What is written in capitals and not called: operators, how gaps are filled, and by what `SORT` goes.
const WORDS: [&str; 10] =
    ["AND", "ASC", "AVG", "DESC", "LINEAR", "MAX", "MIN", "OR", "REPEAT", "SUM"];

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let found = queries(object.after.get("metric_query").items())
        .or_else(|| time(object.after))
        .or_else(|| band(object.after));
    found.map_or(Ok(()), |detail| {
        let detail = format!("ValidationError: {detail}");
        Err(Problem::new("The alarm's series cannot be").detail(detail))
    })
}

fn queries(queries: &[Value]) -> Option<String> {
    let mut ids = BTreeSet::new();
    for query in queries {
        let id = query.get("id").text().unwrap_or_default();
        if !is_id(id) || !ids.insert(id) {
            return Some(format!("Invalid metrics list: {id:?} is no id, or that of two queries"));
        }
        let metrics = query.get("metric").items().iter();
        if metrics.into_iter().any(|one| one.get("namespace").text().is_none_or(str::is_empty)) {
            return Some(format!("Invalid metrics list: the metric of {id} is of no namespace"));
        }
        if query.get("metric").is_absent() == query.get("expression").is_null() {
            return Some(format!("Invalid metrics list: {id} has a metric or an expression"));
        }
    }
    let metrics = queries.iter().filter(|one| !one.get("metric").is_absent()).count();
    if metrics > MOST || queries.len() - metrics > MOST {
        return Some(format!("The metrics list cannot contain more than {MOST} of a kind."));
    }
    queries.iter().find_map(|query| {
        let text = query.get("expression").text()?;
        let returned = *query.get("return_data") == Value::Bool(true);
        let wrong =
            !computes(text, &ids) || (returned && MANY.iter().any(|one| text.starts_with(one)));
        wrong.then(|| format!("Invalid metrics list: {text}"))
    })
}

fn is_id(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
}

/// Whether an expression is closed and names only what there is. Names of functions are in capitals.
fn computes(expression: &str, ids: &BTreeSet<&str>) -> bool {
    // A query of Metrics Insights is of its own language.
    if expression.trim_start().starts_with("SELECT") {
        return true;
    }
    let mut depth = 0_i32;
    // What stands in quotes names nothing.
    for (index, part) in expression.split(['"', '\'']).enumerate() {
        if index % 2 == 1 {
            continue;
        }
        for letter in part.chars() {
            depth += i32::from(letter == '(') - i32::from(letter == ')');
            if depth < 0 {
                return false;
            }
        }
        let inside = |one: char| one.is_ascii_alphanumeric() || one == '_';
        let words = part.split(|one| !inside(one));
        if words.filter(|word| is_id(word)).any(|word| !ids.contains(word)) {
            return false;
        }
        // A function is called, and a number is none: `M1` is neither.
        let mut capitals = part.match_indices(|one: char| one.is_ascii_uppercase());
        let strange = capitals.any(|(at, _)| {
            let starts = !part.get(..at).unwrap_or_default().ends_with(inside);
            let rest = part.get(at..).unwrap_or_default();
            let word: String = rest.chars().take_while(|one| inside(*one)).collect();
            let called = rest.get(word.len()..).unwrap_or_default().trim_start().starts_with('(');
            let ends = part.len() == at + word.len();
            starts && !called && !ends && !WORDS.contains(&&*word)
        });
        if strange || part.contains(|one: char| !one.is_ascii()) {
            return false;
        }
    }
    let quotes = expression.matches('"').count() + expression.matches('\'').count();
    let last = expression.trim_end().chars().next_back().unwrap_or('+');
    depth == 0 && quotes.is_multiple_of(2) && !"+-*/^(,".contains(last)
}

/// Words for a band are of alarms that have one.
fn band(alarm: &Value) -> Option<String> {
    let operator = alarm.get("comparison_operator").text()?;
    let banded = operator.contains("Lower") || operator.contains("Upper");
    (banded && alarm.get("threshold_metric_id").is_null())
        .then(|| format!("ComparisonOperator {operator} is only for anomaly detection"))
}

fn time(alarm: &Value) -> Option<String> {
    let number = |name| alarm.get(name).as_i64();
    let periods = number("evaluation_periods")?;
    if number("datapoints_to_alarm").is_some_and(|points| points > periods) {
        return Some(
            "DatapointsToAlarm must be less than or equal to EvaluationPeriods.".to_owned(),
        );
    }
    let queries = alarm.get("metric_query").items().iter();
    let metrics = queries.clone().flat_map(|one| one.get("metric").items());
    let of_all = metrics.chain(queries).filter_map(|one| one.get("period").as_i64());
    let of_all: Vec<i64> = of_all.chain(number("period")).filter(|period| *period != 0).collect();
    if let Some(period) = of_all.iter().find(|one| ![10, 20, 30].contains(*one) && *one % 60 != 0) {
        return Some(format!("Period {period} must be 10, 20, 30 or a multiple of 60"));
    }
    let period = of_all.into_iter().max()?;
    let most = if period < HOUR { DAY } else { 7 * DAY };
    (period.saturating_mul(periods) > most).then(|| {
        format!("Metrics cannot be checked across more than {most} seconds (EvaluationPeriods * Period must be <= {most})")
    })
}
