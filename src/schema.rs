//! The JSON Schema of the input, for editors: the core's keys and every block's section.

use std::sync::LazyLock;

use schemars::{Schema, generate::SchemaSettings, transform::RemoveRefSiblings};
use serde_json::Value;

use crate::{registry, spec};

/// The whole schema, draft 7, which is what TOML language servers read. What editors are told is what `spec` enforces.
pub(crate) fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(generate);
    &SCHEMA
}

fn generate() -> Value {
    let mut settings = SchemaSettings::draft07();
    // The others are for tuples and flattened fields, of which there are none, and each goes through everything.
    settings.transforms = vec![Box::new(RemoveRefSiblings::default())];
    generated(settings)
}

fn generated(settings: SchemaSettings) -> Value {
    let mut generator = settings.into_generator();
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
                schemas.retain(|schema| schema.get("type").is_none_or(|kind| kind != "null"));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_needs_a_transform_that_is_left_out() {
        assert_eq!(generate(), generated(SchemaSettings::draft07()));
    }
}
