//! An alarm has one series, and tells topics of its own region only.
//!
//! Sources: hashicorp/terraform-provider-aws issue 29894 ("Exactly one element of the metrics list should return
//! data."); github.com/cds-snc/notification-terraform pull request 128 ("Invalid region ca-central-1 specified. Only us-west-2 is
//! supported.").

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "alarm", on: &["aws_cloudwatch_metric_alarm"], check };

const ACTIONS: [&str; 3] = ["alarm_actions", "insufficient_data_actions", "ok_actions"];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let alarm = object.after;
    let queries = alarm.get("metric_query").items();
    let returned = queries.iter().filter(|one| *one.get("return_data") == Value::Bool(true));
    if !queries.is_empty() && returned.count() != 1 {
        let detail = "Exactly one element of the metrics list should return data.";
        return Err(Problem::new("The alarm has no series of its own").detail(detail));
    }
    let actions = ACTIONS.into_iter().flat_map(|name| alarm.get(name).texts());
    // arn:aws:sns:eu-west-1:...
    let mut regions = actions.filter_map(|arn| arn.split(':').nth(3));
    match regions.find(|region| *region != object.region) {
        Some(other) => {
            let own = object.region;
            let detail = format!("Invalid region {other} specified. Only {own} is supported.");
            Err(Problem::new("The alarm tells another region").detail(detail))
        }
        None => Ok(()),
    }
}
