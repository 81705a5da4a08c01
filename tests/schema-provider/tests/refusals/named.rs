//! What golden trees name, misnamed: each line of `references` is tried on an object that has its argument, with a name of
//! nothing, of another kind of thing and, where it has to be of the same region, of another one.

use aws_catalogue::Value;
use libtest_mimic::Failed;
use schema_provider::account::{Account, Key, Object};
use schema_provider::refuse::{self, Reference};

/// Every line, in the first tree that has its argument.
pub(super) fn holds(accounts: &[Account]) -> Result<(), Failed> {
    let mut faults = Vec::new();
    for line in refuse::references() {
        let found = accounts.iter().find_map(|account| {
            account.keyed(line.kind).find_map(|(key, object)| {
                let text = first(object, line.path)?;
                Some((account, key, object, text))
            })
        });
        let Some((account, key, object, text)) = found else {
            faults.push(format!("{}: no golden tree has it", line.name()));
            continue;
        };
        for (what, other) in wrong(&line, account, key, &text) {
            let mut broken = object.clone();
            put(&mut broken, line.path, &text, &other);
            let object = Object {
                kind: line.kind,
                region: &key.region,
                before: &Value::Null,
                after: &broken,
            };
            if !refuse::judge(object, account).contains(&format!("references {}", line.name())) {
                faults.push(format!("{}: {what} is not refused: {other}", line.name()));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// Texts that must not stand where the right one does, each with what it is.
fn wrong(
    line: &Reference,
    account: &Account,
    key: &Key,
    text: &str,
) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    // AWS's own are not known here.
    if !text.contains("::aws:") {
        wrong.push(("a name of nothing", format!("{text}x")));
    }
    let strange = account.everything().find_map(|(key, object)| {
        let arn = object.get("arn").text().filter(|_| !line.kinds.contains(&key.kind.as_str()))?;
        ["aws_vpc", "aws_iam_role", "aws_sns_topic"]
            .contains(&key.kind.as_str())
            .then(|| arn.to_owned())
    });
    wrong.extend(strange.map(|id| ("another kind of thing", id)));
    if line.region == "same" {
        let named = |object: &Value| {
            line.by.iter().find_map(|by| object.get(by).text()).unwrap_or_default().to_owned()
        };
        let of = |kind| account.keyed(kind).map(|(key, object)| (&key.region, named(object)));
        let all: Vec<_> = line.kinds.iter().flat_map(|kind| of(kind)).collect();
        let here =
            |name: &String| all.iter().any(|(region, one)| **region == key.region && one == name);
        let other = all.iter().find(|(region, name)| {
            **region != key.region && region.contains('-') && !name.is_empty() && !here(name)
        });
        wrong.extend(other.map(|(_, name)| ("one of another region", name.clone())));
    }
    wrong
}

/// The first text at a path.
fn first(value: &Value, path: &str) -> Option<String> {
    match (value, path.split_once('.').unwrap_or((path, ""))) {
        (Value::List(items), _) => items.iter().find_map(|item| first(item, path)),
        (Value::Text(text), ("", _)) => Some(text.clone()).filter(|text| !text.is_empty()),
        (Value::Text(text), ("{}", rest)) => {
            let json: serde_json::Value = serde_json::from_str(text).ok()?;
            Some(json.get(rest)?.as_str()?.to_owned())
        }
        (Value::Map(_), (step, rest)) if !step.is_empty() => first(value.get(step), rest),
        _ => None,
    }
}

/// Puts another text in its place.
fn put(value: &mut Value, path: &str, from: &str, to: &str) {
    match (value, path.split_once('.').unwrap_or((path, ""))) {
        (Value::List(items), _) => {
            for item in items {
                put(item, path, from, to);
            }
        }
        (Value::Text(text), _) => *text = text.replace(from, to),
        (Value::Map(pairs), (step, rest)) => {
            if let Some(inner) = pairs.get_mut(step) {
                put(inner, rest, from, to);
            }
        }
        _ => {}
    }
}
