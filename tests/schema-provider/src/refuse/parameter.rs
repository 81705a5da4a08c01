//! What a parameter may say: as much as its tier takes, as its own pattern has it, of the type that it was made with.
//!
//! Source: SSM API reference, `PutParameter` (`Value`: no reference to another parameter; `AllowedPattern`; `Tier`: 4 KB, 8 KB when it is
//! advanced; `DataType`; `HierarchyTypeMismatch`).

use aws_catalogue::Value;
use regex_lite::Regex;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "parameter", on: &["aws_ssm_parameter"], check };

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let (before, after) = (object.before.get("type"), object.after.get("type"));
    let wrong = if !before.is_null() && !after.is_null() && before != after {
        Some(
            "HierarchyTypeMismatch: You can't change a parameter from one type to another. Create a new, unique parameter.",
        )
    } else {
        value(object.after)
    };
    refused("Parameter Store refuses it", wrong.map(str::to_owned))
}

fn value(parameter: &Value) -> Option<&'static str> {
    let value = parameter.get("insecure_value").text().or_else(|| said(parameter, "value"))?;
    let pattern = said(parameter, "allowed_pattern").and_then(|pattern| Regex::new(pattern).ok());
    let most = if parameter.get("tier").text() == Some("Advanced") { 8_192 } else { 4_096 };
    let plain = parameter.get("insecure_value").text().is_some_and(|text| !text.is_empty());
    // What only other dialects know begins so.
    let broken = said(parameter, "allowed_pattern")
        .is_some_and(|pattern| Regex::new(pattern).is_err() && !pattern.contains("(?"));
    if broken {
        return Some(
            "InvalidAllowedPatternException: The request doesn't meet the regular expression requirement.",
        );
    }
    let image = parameter.get("data_type").text() == Some("aws:ec2:image");
    if image && !value.starts_with("ami-") {
        Some("ValidationException: a parameter of aws:ec2:image is the id of an image")
    } else if plain && parameter.get("type").text() == Some("SecureString") {
        Some("insecure_value is not supported with the type SecureString")
    } else if pattern.is_some_and(|pattern| !pattern.is_match(value)) {
        Some(
            "ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern",
        )
    } else if value.is_empty() || value.contains("{{") {
        Some("ValidationException: Parameter value can't be empty, nor nest another parameter")
    } else if value.len() > most {
        Some(
            "ValidationException: Standard tier parameters support a maximum parameter value of 4096 characters",
        )
    } else {
        None
    }
}
