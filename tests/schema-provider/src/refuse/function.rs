//! What a function is made of, and what may feed it: a queue that keeps its messages for as long as the function takes, a stream from some point on.
//!
//! Sources: botocore 1.44 of Lambda, `CreateFunction` (`Runtime`, `Handler`, `Layers`, `KMSKeyArn`, `VpcConfig`), `EnvironmentVariableName` and `CreateEventSourceMapping` (`BatchSize`, `StartingPosition`,
//! `MaximumBatchingWindowInSeconds`); github-aws-runners/terraform-aws-github-runner issue 465 ("Queue visibility timeout: 60 seconds is less than Function
//! timeout: 180 seconds"); Lambda developer guide, "Working with Lambda environment variables" (reserved); ansible-collections/amazon.aws issues 1995 and 2025 (batches).

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule {
    name: "function",
    on: &["aws_lambda_event_source_mapping", "aws_lambda_function"],
    check,
};

fn check(object: Object<'_>, account: &Account) -> Result<(), Problem> {
    let answer = match object.kind {
        "aws_lambda_function" => code(object.after).or_else(|| around(object, account)),
        _ => source(object, account),
    };
    let answer = answer.map(|answer| format!("InvalidParameterValueException: {answer}"));
    refused("Lambda refuses it", answer)
}

fn code(function: &Value) -> Option<String> {
    let named = |name: &str| said(function, name).is_some();
    let mut parts = ["handler", "runtime"].into_iter();
    match function.get("package_type").text()? {
        "Image" => parts.find(|part| named(part)).map(|part| format!("an image has no {part}")),
        _ => parts.find(|part| !named(part)).map(|part| format!("code in a file has a {part}")),
    }
}

/// The names of variables that Lambda sets itself.
const RESERVED: [&str; 9] = [
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
];

/// What a function is given is of its region, and its variables are its own.
fn around(object: Object<'_>, account: &Account) -> Option<String> {
    let function = object.after;
    let far = function.get("layers").texts().chain(said(function, "kms_key_arn"));
    let mut far = far.filter(|arn| arn.split(':').nth(3) != Some(object.region));
    if let Some(arn) = far.next() {
        return Some(format!("{arn} is not in {}", object.region));
    }
    let inside = super::texts_at(function, "vpc_config.subnet_ids").into_iter();
    let inside = inside.chain(super::texts_at(function, "vpc_config.security_group_ids"));
    let mut nobody = inside.filter(|id| account.meant_by(id).next().is_none());
    if let Some(id) = nobody.next() {
        return Some(format!("The subnet or security group ID {id} does not exist"));
    }
    let environment = function.get("environment").items().iter();
    let names = environment.filter_map(|one| one.get("variables").pairs());
    let mut names = names.flat_map(|pairs| pairs.keys());
    names.find_map(|name| {
        let plain = |one: char| one.is_ascii_alphanumeric() || one == '_';
        if RESERVED.contains(&name.as_str()) {
            return Some(format!("Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys: {name}"));
        }
        let sound = name.starts_with(|one: char| one.is_ascii_alphabetic()) && name.len() > 1 && name.chars().all(plain);
        (!sound).then(|| format!("environment.variables: {name} must be letters, digits and underscores, from a letter on"))
    })
}

fn source(object: Object<'_>, account: &Account) -> Option<String> {
    let mapping = object.after;
    let arn = said(mapping, "event_source_arn")?;
    let number = |name: &str| mapping.get(name).as_i64().unwrap_or_default();
    let mut parts = arn.split(':').skip(2);
    let (service, region) = (parts.next()?, parts.next()?);
    if region != object.region {
        return Some(format!("{arn} is not in {}", object.region));
    }
    let position = said(mapping, "starting_position");
    let (batch, window) = (number("batch_size"), number("maximum_batching_window_in_seconds"));
    if ["dynamodb", "kinesis"].contains(&service) {
        return match position {
            None => {
                Some("1 validation error detected: a stream has a starting position".to_owned())
            }
            Some("AT_TIMESTAMP") if service == "dynamodb" => {
                Some("AT_TIMESTAMP is not supported for DynamoDB streams".to_owned())
            }
            Some(_) => None,
        };
    }
    if service != "sqs" {
        return None;
    }
    let (_, queue) = account.meant_by(arn).find(|(key, _)| key.kind == "aws_sqs_queue")?;
    if position.is_some() {
        return Some("StartingPosition is not valid for SQS event sources".to_owned());
    }
    let ordered = *queue.get("fifo_queue") == Value::Bool(true);
    if ordered && (batch > 10 || window > 0) {
        return Some("a FIFO queue has batches of at most 10, and no window".to_owned());
    }
    if batch > 10 && window == 0 {
        return Some("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10".to_owned());
    }
    let named = said(mapping, "function_name");
    let mut functions = account.keyed("aws_lambda_function");
    let (_, function) = functions.find(|(key, one)| {
        key.region == object.region
            && [one.get("arn"), one.get("function_name")].iter().any(|one| one.text() == named)
    })?;
    let (visible, takes) = (
        queue.get("visibility_timeout_seconds").as_i64()?,
        function.get("timeout").as_i64().unwrap_or(3),
    );
    (visible < takes).then(|| {
        format!("Queue visibility timeout: {visible} seconds is less than Function timeout: {takes} seconds")
    })
}
