//! What changes come to, in cases: each condition of the data holds in one and does not in another.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failure here is a failed test")]

use std::collections::BTreeSet;

use aws_catalogue::{Catalogue, Change, Kind, Outcome, Replacement, Value};
use serde_json::Value as Json;

/// A case a line.
const CASES: &str = include_str!("conditions.jsonl");

fn cases() -> Vec<Json> {
    CASES.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Known after apply is written as a text.
fn value(json: &Json) -> Value {
    match json {
        Json::String(text) if text == "(unknown)" => Value::Unknown,
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(pairs) => {
            Value::Map(pairs.iter().map(|(key, one)| (key.clone(), value(one))).collect())
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Value::from_json(json),
    }
}

fn outcome(case: &Json) -> &'static str {
    let text = |key: &str| case[key].as_str();
    let kind = text("type").unwrap();
    let (prior, planned) = (value(&case["prior"]), value(&case["planned"]));
    let config = case.get("config").map_or_else(|| planned.clone(), value);
    let change =
        Change { prior: &prior, planned: &planned, config: &config, account: text("account") };
    let entry = Catalogue::new().entry(Kind::Resource, kind).unwrap();
    let effects = Replacement::of(kind).unwrap().unwrap().effects(&entry, change);
    let effect = effects.into_iter().find(|one| Some(one.path.as_str()) == text("path"));
    effect.map_or("in place", |effect| match effect.outcome {
        Outcome::Replaced => "replaced",
        Outcome::Perhaps => "perhaps",
        Outcome::Refused => "refused",
    })
}

#[test]
fn changes_come_to_what_the_provider_makes_of_them() {
    for case in cases() {
        assert_eq!(outcome(&case), case["is"], "{case}");
    }
}

#[test]
fn every_condition_is_met_and_missed_by_a_case() {
    let cases = cases();
    let tried: BTreeSet<(&str, &str, bool)> = cases
        .iter()
        .map(|case| {
            let text = |key: &str| case[key].as_str().unwrap();
            (text("type"), text("path"), text("is") != "in place")
        })
        .collect();
    for name in Catalogue::new().names(Kind::Resource) {
        let known = Replacement::of(name).unwrap().unwrap();
        for path in known.conditional.keys().chain(known.refused_if.keys()) {
            for holds in [true, false] {
                let there = tried.contains(&(name, path.as_str(), holds));
                assert!(there, "no case in which {name}.{path} holds: {holds}");
            }
        }
    }
}
