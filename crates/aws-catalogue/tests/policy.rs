//! Documents as the provider writes them. `policy.json` transcribes the examples of its documentation and the cases of its
//! tests, each with where it comes from; older versions wrote empty sids, which are left out. `@name` is the JSON of another
//! document of the case.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

use std::collections::BTreeMap;

use aws_catalogue::{Value, policy};
use serde_json::Value as Json;

const CASES: &str = include_str!("policy.json");

fn value(json: &Json, made: &BTreeMap<String, String>) -> Value {
    match json {
        Json::String(text) => {
            text.strip_prefix('@').map_or(text, |name| &made[name]).as_str().into()
        }
        Json::Array(items) => Value::List(items.iter().map(|one| value(one, made)).collect()),
        Json::Object(pairs) => {
            Value::Map(pairs.iter().map(|(key, one)| (key.clone(), value(one, made))).collect())
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => Value::from_json(json),
    }
}

/// As Go writes it: no character of the cases but this one is escaped.
fn go(text: &str) -> String {
    text.replace('&', "\\u0026")
}

#[test]
fn documents_are_those_of_the_provider() {
    let cases: Vec<Json> = serde_json::from_str(CASES).unwrap();
    for case in &cases {
        let name = &case["name"];
        let mut made = BTreeMap::new();
        let mut last = Err("none".to_owned());
        for (document, config) in case["documents"].as_object().unwrap() {
            last = policy::document(&value(config, &made)).map_err(|error| error.to_string());
            if let Ok(Some(one)) = &last {
                made.insert(document.clone(), one.json.clone());
            }
        }
        if let Some(refused) = case.get("refused") {
            assert_eq!(last.unwrap_err(), refused.as_str().unwrap(), "{name}");
            continue;
        }
        let document = last.unwrap().unwrap();
        let json = &case["json"];
        assert_eq!(document.json, go(&serde_json::to_string_pretty(json).unwrap()), "{name}");
        assert_eq!(document.minified_json, go(&json.to_string()), "{name}");
    }
}

#[test]
fn each_source_has_cases() {
    let cases: Vec<Json> = serde_json::from_str(CASES).unwrap();
    for source in ["documentation", "the provider's own tests", "the provider's code"] {
        let from = |case: &&Json| case["from"].as_str().unwrap().starts_with(source);
        assert!(cases.iter().filter(from).count() > 5, "{source}");
    }
}

#[test]
fn nothing_is_made_of_what_is_unknown() {
    let statement = Value::Map([("actions".to_owned(), Value::Unknown)].into());
    let config = Value::Map([("statement".to_owned(), Value::List(vec![statement]))].into());
    assert_eq!(policy::document(&config), Ok(None));
}

#[test]
fn characters_are_written_as_go_writes_them() {
    let config =
        Value::Map([("policy_id".to_owned(), "<a> & \u{2028}\u{7f}\u{1}\"é".into())].into());
    let document = policy::document(&config).unwrap().unwrap();
    assert_eq!(
        document.minified_json,
        "{\"Version\":\"2012-10-17\",\"Id\":\"\\u003ca\\u003e \\u0026 \\u2028\u{7f}\\u0001\\\"é\"}"
    );
}
