//! Definitions of containers, as ECS tells them.

use serde_json::{Map, Value as Json, json};

/// Lists that ECS tells empty where there is none.
const EMPTY: [&str; 5] =
    ["environment", "mountPoints", "portMappings", "systemControls", "volumesFrom"];

/// Lists whose order says nothing, and by what they are sorted.
const UNORDERED: [(&str, &str); 2] = [("environment", "name"), ("secrets", "name")];

/// A definition with everything that ECS fills in.
pub(super) fn told(definitions: &Json) -> Json {
    let mut told: Vec<Json> = definitions.as_array().into_iter().flatten().map(container).collect();
    told.sort_by_key(|one| name(one, "name"));
    Json::Array(told)
}

fn container(definition: &Json) -> Json {
    let Some(said) = definition.as_object() else { return definition.clone() };
    // What is null was not written.
    let mut told: Map<String, Json> = Map::new();
    told.extend(
        said.iter().filter(|(_, one)| !one.is_null()).map(|(key, one)| (key.clone(), one.clone())),
    );
    fill(&mut told, &[("cpu", json!(0)), ("essential", json!(true))]);
    for list in EMPTY {
        fill(&mut told, &[(list, json!([]))]);
    }
    if let Some(check) = told.get_mut("healthCheck").and_then(Json::as_object_mut) {
        fill(check, &[("interval", json!(30)), ("retries", json!(3)), ("timeout", json!(5))]);
    }
    for port in told.get_mut("portMappings").and_then(Json::as_array_mut).into_iter().flatten() {
        if let Some(port) = port.as_object_mut() {
            let inside = port.get("containerPort").cloned().unwrap_or(Json::Null);
            fill(port, &[("hostPort", inside), ("protocol", json!("tcp"))]);
        }
    }
    for (list, by) in UNORDERED {
        if let Some(items) = told.get_mut(list).and_then(Json::as_array_mut) {
            items.sort_by_key(|one| name(one, by));
        }
    }
    Json::Object(told)
}

fn fill(told: &mut Map<String, Json>, defaults: &[(&str, Json)]) {
    for (key, default) in defaults {
        told.entry(*key).or_insert_with(|| default.clone());
    }
}

fn name(value: &Json, by: &str) -> String {
    value.get(by).and_then(Json::as_str).unwrap_or_default().to_owned()
}
