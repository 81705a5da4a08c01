//! An alarm has one series, says when it alarms, and tells topics of its own region only.
//!
//! Sources: botocore 1.44 of CloudWatch, `PutMetricAlarm` (`AlarmActions`, `EvaluationPeriods`, `ComparisonOperator`); hashicorp/terraform-provider-aws issue 29894 ("Exactly one element of the metrics list should return
//! data."); github.com/cds-snc/notification-terraform pull request 128 ("Invalid region ca-central-1 specified. Only us-west-2 is
//! supported.").

use aws_catalogue::Value;

use super::{Rule, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "alarm",
    on: &["aws_cloudwatch_composite_alarm", "aws_cloudwatch_metric_alarm"],
    check,
};

/// What an alarm can call.
const SERVICES: [&str; 8] =
    ["aiops", "automate", "autoscaling", "lambda", "sns", "ssm", INCIDENTS, "swf"];

/// Its ARNs have no region.
const INCIDENTS: &str = "ssm-incidents";

const ACTIONS: [&str; 3] = ["alarm_actions", "insufficient_data_actions", "ok_actions"];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let alarm = object.after;
    let queries = alarm.get("metric_query").items();
    let returned = queries.iter().filter(|one| *one.get("return_data") == Value::Bool(true));
    if !queries.is_empty() && returned.count() != 1 {
        let detail = "Exactly one element of the metrics list should return data.";
        return Err(Problem::new("The alarm has no series of its own").detail(detail));
    }
    let needed = ["comparison_operator", "evaluation_periods"].into_iter();
    let mut needed = needed.filter(|_| object.kind == "aws_cloudwatch_metric_alarm");
    let watches = !queries.is_empty() || said(alarm, "metric_name").is_some();
    if let Some(missing) = needed.find(|name| watches && alarm.get(name).is_null()) {
        let detail = format!("ValidationError: an alarm of metrics has its {missing}");
        return Err(Problem::new("The alarm does not say when").detail(detail));
    }
    let actions = ACTIONS.into_iter().flat_map(|name| alarm.get(name).texts());
    let own = object.region;
    for arn in actions {
        // arn:aws:sns:eu-west-1:123456789012:name
        let parts: Vec<&str> = arn.split(':').collect();
        let detail = match parts.as_slice() {
            ["arn", "aws", service, region, ..]
                if parts.len() > 5 && SERVICES.contains(service) =>
            {
                if *region == own || (*service == INCIDENTS && region.is_empty()) {
                    continue;
                }
                format!("Invalid region {region} specified. Only {own} is supported.")
            }
            ["arn", partition, ..] if *partition != "aws" => {
                format!("Invalid partition {partition} specified. Only aws is supported.")
            }
            _ => format!("Invalid arn syntax: {arn}"),
        };
        return Err(Problem::new("The alarm tells nobody of its region").detail(detail));
    }
    Ok(())
}
