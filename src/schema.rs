//! The JSON Schema of the input, for editors: the core's keys and every block's section.

use std::sync::LazyLock;

use schemars::{Schema, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::{registry, spec};

/// The whole schema, draft 7, which is what TOML language servers read. What editors are told is what `spec` enforces.
pub(crate) fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(generate);
    &SCHEMA
}

fn generate() -> Value {
    let mut generator = SchemaSettings::draft07().into_generator();
    let sections: Vec<(&str, Value)> = registry::sections()
        .map(|section| {
            let mut schema: Schema = (section.schema)(&mut generator);
            schema.insert("description".to_owned(), section.summary.into());
            (section.name, schema.to_value())
        })
        .collect();
    let mut root = generator.into_root_schema_for::<spec::Core>().to_value();
    if let Some(properties) = root.get_mut("properties").and_then(Value::as_object_mut) {
        properties.extend(sections.into_iter().map(|(name, schema)| (name.to_owned(), schema)));
    }
    drop_null(&mut root);
    root
}

/// An optional key is one that may be absent. TOML has no null, so no schema allows it.
pub(crate) fn drop_null(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(schemas)) = object.get_mut("anyOf") {
                schemas.retain(|schema| *schema != json!({ "type": "null" }));
                if let [Value::Object(only)] = schemas.as_slice() {
                    let only = only.clone();
                    object.shift_remove("anyOf");
                    object.extend(only);
                }
            }
            object.values_mut().for_each(drop_null);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
