//! The forms that values have when AWS tells them.
//!
//! | form | a read has |
//! |---|---|
//! | `containers` | definitions with everything that ECS fills in |
//! | `host` | small letters, and no dot at the end |
//! | `id` | the id of a key, also where its ARN was written |
//! | `json` | JSON without spaces, keys sorted |
//! | `key ARN` | the ARN of a key, also where its id was written |
//! | `lower`, `upper` | small letters, capitals |
//! | `MiB` | a number of them, also where GB were written |
//! | `nothing for a` | nothing, where `a` was written |
//! | `numbers` | JSON with numbers, where texts of digits were written |
//! | `parameters` | those that are not at their default |
//! | `policy` | what a policy means, whatever the order of statements, and one instead of a list of one |
//! | `protocol` | its name |
//! | `spaceless` | JSON without spaces |
//! | `units` | 1024 of a virtual CPU |
//! | `zero beside a` | 0, where `a` is set |
//! | `zones` | three of the region at least, where it has so many |

use aws_catalogue::Value;
use serde_json::{Map, Value as Json};

use super::{containers, parameters};
use crate::region::zone_letters;

/// How AWS tells what was written.
#[derive(Debug)]
pub(super) enum Form {
    /// Of a text alone.
    Text(fn(&str) -> Option<String>),
    /// Of a text that is JSON.
    Json(fn(&Json) -> Option<Json>),
    /// Of a value, by the whole object.
    Whole(fn(&Value, &Value) -> Option<Value>),
    /// Empty where that was written.
    Nothing(&'static str),
    /// 0 where that argument beside it is set.
    ZeroBeside(&'static str),
}

impl Form {
    pub(super) fn parse(word: &'static str) -> Option<Self> {
        Some(match word {
            "containers" => Self::Json(|json| Some(sorted(&containers::told(json)))),
            "host" => {
                Self::Text(|text| Some(text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase()))
            }
            "id" => Self::Text(|text| text.rsplit('/').next().map(str::to_owned)),
            "json" => Self::Json(|json| Some(sorted(json))),
            "key ARN" => Self::Whole(key_arn),
            "lower" => Self::Text(|text| Some(text.to_ascii_lowercase())),
            "MiB" => Self::Text(|text| times_1024(text, "gb")),
            "numbers" => Self::Json(|json| Some(numbers(json))),
            "parameters" => Self::Whole(parameters::told),
            "policy" => Self::Json(policy),
            "protocol" => Self::Text(|text| Some(protocol(text))),
            "spaceless" => Self::Json(|json| Some(json.clone())),
            "units" => Self::Text(|text| times_1024(text, "vcpu")),
            "upper" => Self::Text(|text| Some(text.to_ascii_uppercase())),
            "zones" => Self::Whole(zones),
            other => match other.split_once(' ')? {
                ("nothing", rest) => Self::Nothing(rest.strip_prefix("for ")?),
                ("zero", rest) => Self::ZeroBeside(rest.strip_prefix("beside ")?),
                _ => return None,
            },
        })
    }

    /// What a read has of a value, by what stands beside it and of the whole object; none where it is as written.
    pub(super) fn of(&self, value: &Value, beside: &Value, whole: &Value) -> Option<Value> {
        match self {
            Self::Text(told) => told(value.text()?).map(Value::Text),
            Self::Json(told) => {
                let json = serde_json::from_str(value.text()?).ok()?;
                told(&json).map(|json| Value::Text(json.to_string()))
            }
            Self::Whole(told) => told(value, whole),
            Self::Nothing(word) => (value.text() == Some(word)).then(|| "".into()),
            Self::ZeroBeside(other) => {
                let set = beside.get(other).text().is_some_and(|other| !other.is_empty());
                (set && !value.is_null()).then(|| Value::Number(0.into()))
            }
        }
    }
}

/// With sorted keys.
fn sorted(json: &Json) -> Json {
    if let Some(pairs) = json.as_object() {
        let mut pairs: Vec<(String, Json)> =
            pairs.iter().map(|(key, one)| (key.clone(), sorted(one))).collect();
        pairs.sort_by(|one, other| one.0.cmp(&other.0));
        return Json::Object(pairs.into_iter().collect());
    }
    json.as_array().map_or_else(|| json.clone(), |items| items.iter().map(sorted).collect())
}

fn numbers(json: &Json) -> Json {
    if let Some(pairs) = json.as_object() {
        return Json::Object(pairs.iter().map(|(key, one)| (key.clone(), numbers(one))).collect());
    }
    let number = json.as_str().and_then(|text| text.parse::<i64>().ok());
    number.map_or_else(|| json.clone(), Json::from)
}

/// Lists of actions, resources and values are sets, and so are the statements; who is only a number is that account. A policy without
/// statements is AWS's own.
fn policy(json: &Json) -> Option<Json> {
    let said = json.get("Statement")?;
    let statements = said.as_array().map_or_else(|| std::slice::from_ref(said), Vec::as_slice);
    let mut told = json.as_object()?.clone();
    let mut statements: Vec<Json> = statements.iter().map(statement).collect();
    statements.sort_by_key(Json::to_string);
    let some = !statements.is_empty();
    told.insert("Statement".to_owned(), Json::Array(statements));
    some.then(|| sorted(&Json::Object(told)))
}

fn statement(json: &Json) -> Json {
    if let Some(pairs) = json.as_object() {
        let told = pairs.iter().map(|(key, one)| {
            let one = if key == "AWS" { accounts(one) } else { one.clone() };
            (key.clone(), statement(&one))
        });
        return sorted(&Json::Object(told.collect::<Map<_, _>>()));
    }
    let Some(items) = json.as_array() else { return json.clone() };
    let mut items: Vec<Json> = items.iter().map(statement).collect();
    items.sort_by_key(Json::to_string);
    match items.as_slice() {
        [one] => one.clone(),
        _ => Json::Array(items),
    }
}

fn accounts(json: &Json) -> Json {
    if let Some(items) = json.as_array() {
        return items.iter().map(accounts).collect();
    }
    let digits = |text: &&str| text.len() == 12 && text.bytes().all(|one| one.is_ascii_digit());
    let account = json.as_str().filter(digits);
    account.map_or_else(|| json.clone(), |id| Json::String(format!("arn:aws:iam::{id}:root")))
}

/// `.25 vCPU` as 256.
pub(crate) fn times_1024(text: &str, unit: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let number = text.strip_suffix(unit)?.trim();
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits: u64 = format!("{whole}{part}").parse().ok()?;
    let scale = 10_u64.checked_pow(part.len().try_into().ok()?)?;
    Some((digits.checked_mul(1_024)? / scale).to_string())
}

/// `6` and `TCP` as `tcp`.
fn protocol(text: &str) -> String {
    match text.to_ascii_lowercase().as_str() {
        "1" => "icmp",
        "6" => "tcp",
        "17" => "udp",
        "58" => "icmpv6",
        other => return other.to_owned(),
    }
    .to_owned()
}

/// In the region and the account of whatever has the key.
fn key_arn(value: &Value, whole: &Value) -> Option<Value> {
    let id = value.text().filter(|text| !text.starts_with("arn:"))?;
    let mut parts = whole.get("arn").text()?.split(':').skip(3);
    let (region, account) = (parts.next()?, parts.next()?);
    Some(format!("arn:aws:kms:{region}:{account}:key/{id}").into())
}

fn zones(value: &Value, whole: &Value) -> Option<Value> {
    let region = whole.get("region").text()?;
    let mut zones: Vec<String> = value.texts().map(str::to_owned).collect();
    if zones.is_empty() {
        return None;
    }
    for letter in zone_letters(region).chars() {
        let zone = format!("{region}{letter}");
        if zones.len() < 3 && !zones.contains(&zone) {
            zones.push(zone);
        }
    }
    zones.sort();
    Some(zones.into_iter().collect())
}
