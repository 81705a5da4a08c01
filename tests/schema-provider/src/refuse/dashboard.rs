//! The body of a dashboard is one: widgets that have a place, and of metrics their region and what to show.
//!
//! Sources: CloudWatch API reference, "Dashboard body structure and syntax" (500 widgets, 500 metrics in one, a width of 24); pulumi/pulumi issue 13059 and
//! aws/aws-cdk issue 20024 ("The dashboard body is invalid, there are N validation errors").

use aws_catalogue::Value;

use super::{Rule, json, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "dashboard", on: &["aws_cloudwatch_dashboard"], check };

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let Some(text) = object.after.get("dashboard_body").text() else { return Ok(()) };
    let body = json(Some(text));
    let wrong = match body.get("widgets") {
        Value::List(widgets) if widgets.len() > 500 => Some("there are more than 500 widgets"),
        Value::List(widgets) => widgets.iter().find_map(widget),
        Value::Null
        | Value::Unknown
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Map(_) => Some("it has no array of widgets"),
    };
    let answer = wrong.map(|wrong| {
        format!("InvalidParameterInput: The dashboard body is invalid, there are 1 validation errors: {wrong}")
    });
    refused("CloudWatch refuses the dashboard", answer)
}

fn widget(widget: &Value) -> Option<&'static str> {
    let number = |name: &str| widget.get(name).as_i64().unwrap_or_default();
    let properties = widget.get("properties");
    if number("x") < 0 || number("x") + number("width") > 24 {
        return Some("a widget is wider than the dashboard");
    }
    match widget.get("type").text() {
        None => Some("a widget has a type"),
        Some("text") if properties.get("markdown").text().is_none() => {
            Some("a text has its markdown")
        }
        Some("alarm") if properties.get("alarms").items().is_empty() => {
            Some("a widget of alarms names some")
        }
        Some("metric") => metrics(properties),
        Some(_) => None,
    }
}

fn metrics(properties: &Value) -> Option<&'static str> {
    let rows = properties.get("metrics").items();
    if properties.get("region").text().is_none_or(str::is_empty) {
        Some("a widget of metrics has a region")
    } else if rows.is_empty() && properties.get("annotations").is_absent() {
        Some("a widget of metrics has metrics or annotations")
    } else if rows.len() > 500 {
        Some("a widget has more than 500 metrics")
    } else if rows.iter().any(|row| !matches!(row, Value::List(_))) {
        Some("the metrics are an array of arrays")
    } else {
        None
    }
}
