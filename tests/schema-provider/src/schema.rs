//! Blocks as the protocol writes them, and states that fit them.

use aws_catalogue::{Block, Nesting};

use crate::proto;

/// The block as the protocol writes it.
pub(crate) fn message(block: &Block) -> proto::SchemaBlock {
    let attributes = block.attributes.iter().map(|(name, one)| proto::SchemaAttribute {
        name: name.clone(),
        kind: one.kind.to_json().to_string().into_bytes(),
        required: one.required(),
        optional: one.optional(),
        computed: one.computed(),
        sensitive: one.sensitive(),
        write_only: one.write_only(),
    });
    let blocks = block.blocks.iter().map(|(name, one)| proto::SchemaNested {
        type_name: name.clone(),
        block: Some(message(&one.block)),
        nesting: one.nesting as i32,
        min_items: one.min_items,
        max_items: one.max_items,
    });
    proto::SchemaBlock { attributes: attributes.collect(), block_types: blocks.collect() }
}

/// Takes from an object what no block or attribute is there for, and gives it the blocks that it lacks.
pub(crate) fn fit(block: &Block, object: &mut serde_json::Value) {
    let Some(object) = object.as_object_mut() else { return };
    object.retain(|name, _| block.attributes.contains_key(name) || block.blocks.contains_key(name));
    for (name, nested) in &block.blocks {
        let none = match nested.nesting {
            Nesting::Single => serde_json::Value::Null,
            Nesting::List | Nesting::Set => serde_json::Value::Array(Vec::new()),
        };
        let blocks = object.entry(name.as_str()).or_insert(none);
        if let Some(items) = blocks.as_array_mut() {
            for item in items {
                fit(&nested.block, item);
            }
        } else {
            fit(&nested.block, blocks);
        }
    }
}
