//! The JSON Schema of the input, for editors: the core's keys and every block's section.

use std::sync::LazyLock;

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

use crate::{registry, spec};

/// The whole schema, draft 7, which is what TOML language servers read. What editors are told is what `spec` enforces.
pub(crate) fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(generate);
    &SCHEMA
}

/// What makes schemas of types.
pub(crate) fn generator() -> SchemaGenerator {
    let mut settings = SchemaSettings::draft07();
    // They go through everything: tuples and flattened fields there are none, and what is said beside a reference is read.
    settings.transforms = Vec::new();
    settings.into_generator()
}

fn generate() -> Value {
    let mut generator = generator();
    let sections: Vec<(&str, Value)> = registry::sections()
        .map(|section| {
            let mut schema: Schema = section.schema(&mut generator);
            schema.insert("description".to_owned(), section.summary.into());
            (section.name, schema.to_value())
        })
        .collect();
    let mut root = generator.into_root_schema_for::<spec::Core>().to_value();
    if let Some(properties) = root.get_mut("properties").and_then(Value::as_object_mut) {
        properties.extend(sections.into_iter().map(|(name, schema)| (name.to_owned(), schema)));
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_takes_what_toml_does_not_have() {
        assert!(!generate().to_string().contains("\"null\""));
    }

    /// So what an entry is called, and was, is said in one way everywhere.
    #[test]
    fn every_section_of_entries_says_how_they_are_called() {
        let schema = generate();
        let resolved = |part: &'_ Value| {
            let name = part.get("$ref").and_then(Value::as_str).unwrap_or("#").to_owned();
            if name == "#" { part.clone() } else { schema.pointer(&name[1..]).unwrap().clone() }
        };
        let mut found = 0;
        for section in registry::sections() {
            let part = resolved(&schema["properties"][section.name]);
            let entry = part.get("additionalProperties").filter(|entry| entry.is_object());
            assert_eq!(entry.is_some(), section.named_by.is_some(), "{}", section.name);
            let (Some(entry), Some(by)) = (entry, section.named_by) else { continue };
            for key in [by, spec::RENAMED_FROM] {
                assert!(resolved(entry)["properties"].get(key).is_some(), "{}", section.name);
                found += 1;
            }
        }
        assert!(found > 14);
    }
}
