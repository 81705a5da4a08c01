//! Checks of one value. Each says what is wrong, or nothing.

use aws_catalogue::Value;

/// The texts of a value: itself, or its elements.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.text().into_iter().chain(value.texts())
}

/// Every text is one of those allowed. An empty text means "not set" in many of the SDK's
/// arguments.
pub(super) fn one_of(value: &Value, allowed: &[String]) -> Option<String> {
    texts(value)
        .find(|text| !text.is_empty() && !allowed.iter().any(|one| one == text))
        .map(|text| format!("{text:?} is none of: {}", allowed.join(", ")))
}

/// Every text is an ARN, by the rules of the provider's `verify.ValidARN`.
pub(super) fn arn(value: &Value) -> Option<String> {
    texts(value)
        .find(|text| !text.is_empty() && !is_arn(text))
        .map(|text| format!("{text:?} is not an ARN"))
}

fn is_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [prefix, partition, service, region, account, resource] = parts.as_slice() else {
        return false;
    };
    let lower = |text: &str| {
        text.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-')
    };
    let by_aws = ["aws", "aws-managed", "aws-marketplace", "third-party", "cloudfront"];
    let number = account.len() == 12 && account.chars().all(|one| one.is_ascii_digit());
    *prefix == "arn"
        && partition.starts_with("aws")
        && lower(partition)
        && !service.is_empty()
        && lower(region)
        && (account.is_empty() || number || by_aws.contains(account) || account.starts_with("cw"))
        && !resource.is_empty()
}

/// The text is JSON.
pub(super) fn json(value: &Value) -> Option<String> {
    let text = value.text().filter(|text| !text.is_empty())?;
    serde_json::from_str::<serde_json::Value>(text)
        .err()
        .map(|error| format!("not valid JSON: {error}"))
}

/// The number is between both ends.
pub(super) fn between(value: &Value, least: i64, most: i64) -> Option<String> {
    let Value::Number(number) = value else {
        return None;
    };
    let number = number.as_i64()?;
    (number < least || number > most).then(|| format!("{number} is not between {least} and {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_are_told_from_other_texts() {
        for good in [
            "arn:aws:s3:::bucket/key",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            "arn:aws:kms:us-east-1:123456789012:key/1234",
            "arn:aws-us-gov:sns:us-gov-west-1:123456789012:topic",
        ] {
            assert_eq!(arn(&good.into()), None, "{good}");
        }
        for bad in ["alias/key", "arn:aws:kms:us-east-1:1234:key/1", "arn:aws:s3:::"] {
            assert!(arn(&bad.into()).is_some(), "{bad}");
        }
    }

    #[test]
    fn an_unknown_value_is_not_judged() {
        assert_eq!(json(&Value::Unknown), None);
        assert_eq!(one_of(&Value::Unknown, &[]), None);
    }
}
