//! What the stand-in made, in the words of an older provider: a state that the real one plans on.

use std::collections::BTreeMap;

use libtest_mimic::Failed;
use serde_json::{Map, Value, json};

use super::dialect::Dialect;
use crate::support::shown;

/// The state of a tree before it changes, as the older provider would have kept it.
pub(super) fn older(state: &mut Value, dialect: &Dialect) -> Result<(), Failed> {
    let subnets = first_subnets(state);
    let resources = state.get_mut("resources").and_then(Value::as_array_mut);
    let resources = resources.ok_or("a state without resources")?;
    // A plan reads them again.
    resources.retain(|one| one.get("mode").is_some_and(|mode| mode == "managed"));
    for resource in resources {
        let text = |name: &str| resource.get(name).and_then(Value::as_str).unwrap_or_default();
        let (kind, module) = (text("type").to_owned(), text("module").to_owned());
        let instances = resource.get_mut("instances").and_then(Value::as_array_mut);
        for instance in instances.into_iter().flatten().filter_map(Value::as_object_mut) {
            if let Some(version) = dialect.version(&kind) {
                instance.insert("schema_version".to_owned(), version.into());
            }
            instance.retain(|name, _| !name.starts_with("identity"));
            let attributes = instance.get_mut("attributes").and_then(Value::as_object_mut);
            let attributes = attributes.ok_or("an object without attributes")?;
            match kind.as_str() {
                "aws_nat_gateway" => private(attributes, subnets.get(&module)),
                "aws_dynamodb_table" => keyed(attributes),
                _ => {}
            }
        }
    }
    Ok(())
}

/// The id of each module's first private subnet.
fn first_subnets(state: &Value) -> BTreeMap<String, Value> {
    let mut first = BTreeMap::new();
    let mut all: Vec<shown::Instance> = shown::instances(state).collect();
    all.sort_by(|one, other| one.address.cmp(&other.address));
    for one in all {
        if let Some((module, _)) = one.address.split_once(".aws_subnet.private[")
            && let Some(id) = one.attributes.get("id")
        {
            first.entry(module.to_owned()).or_insert_with(|| id.clone());
        }
    }
    first
}

/// The dialect makes a gateway in one subnet out of one for a whole network.
fn private(gateway: &mut Map<String, Value>, subnet: Option<&Value>) {
    gateway.insert("connectivity_type".to_owned(), json!("private"));
    gateway.insert("subnet_id".to_owned(), subnet.cloned().unwrap_or_default());
}

/// The dialect names the keys of an index by two arguments.
fn keyed(table: &mut Map<String, Value>) {
    let indexes = table.get_mut("global_secondary_index").and_then(Value::as_array_mut);
    for index in indexes.into_iter().flatten().filter_map(Value::as_object_mut) {
        let keys = index.remove("key_schema").unwrap_or_default();
        for key in keys.as_array().into_iter().flatten() {
            let text = |name: &str| key.get(name).cloned().unwrap_or_default();
            let name = if text("key_type") == "HASH" { "hash_key" } else { "range_key" };
            index.insert(name.to_owned(), text("attribute_name"));
        }
    }
}
