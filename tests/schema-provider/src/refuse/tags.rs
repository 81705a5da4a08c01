//! Which tags an object may have: 50, with keys that are not AWS's own, and for most services of certain characters.
//!
//! Sources: botocore 1.44: `Tag`, `TagKey` and `TagValue` of each service (128 and 256 characters; those of [`PLAIN`] with the pattern
//! `[\p{L}\p{Z}\p{N}_.:/=+\-@]*`); AWS General Reference, "Tagging your AWS resources" (50; the prefix `aws:`).

use aws_catalogue::Value;

use super::{Rule, refused};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "tags", on: &[], check };

/// Types, by how they begin, whose services state the pattern.
const PLAIN: [&str; 9] = [
    "aws_acm_",
    "aws_cloudfront_",
    "aws_cloudwatch_log_",
    "aws_ecs_",
    "aws_iam_",
    "aws_lambda_",
    "aws_lb",
    "aws_ssm_",
    "aws_wafv2_",
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let Some(tags) = object.after.get("tags_all").pairs() else {
        return Ok(());
    };
    let plain = PLAIN.iter().any(|start| object.kind.starts_with(start));
    let fits = |text: &str| {
        !plain
            || text
                .chars()
                .all(|one| one.is_alphanumeric() || one.is_whitespace() || "_.:/=+-@".contains(one))
    };
    let wrong = tags.iter().find_map(|(key, value)| {
        let value = Value::text(value).unwrap_or_default();
        let own = key.to_lowercase().starts_with("aws:");
        let long = key.is_empty() || key.chars().count() > 128 || value.chars().count() > 256;
        (own || long || !fits(key) || !fits(value))
            .then(|| format!("The tag {key} = {value} is not allowed."))
    });
    let many = (tags.len() > 50).then(|| format!("{} tags are more than 50.", tags.len()));
    refused("AWS refuses the tags", wrong.or(many))
}
