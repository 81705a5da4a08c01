//! The JSON Schema of the input, for editors: the core's keys and every block's section.

use schemars::{Schema, generate::SchemaSettings};
use serde_json::Value;

use crate::{block, spec};

/// The whole schema, draft 7, which is what TOML language servers read.
pub(crate) fn schema() -> Value {
    let mut generator = SchemaSettings::draft07().into_generator();
    let sections: Vec<(&str, Value)> = block::REGISTRY
        .iter()
        .filter_map(|block| block.section.as_ref())
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
    root
}
