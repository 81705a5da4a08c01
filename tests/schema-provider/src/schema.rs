//! Blocks as the protocol writes them, and states that fit them.

use aws_catalogue::{Block, Nesting, Value};

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

/// Takes from an object what no block or attribute is there for, and gives it those that it lacks.
pub(crate) fn fit(block: &Block, object: &mut Value) {
    let Value::Map(fields) = object else { return };
    fields.retain(|name, _| block.attributes.contains_key(name) || block.blocks.contains_key(name));
    for name in block.attributes.keys() {
        fields.entry(name.clone()).or_default();
    }
    for (name, nested) in &block.blocks {
        let none = match nested.nesting {
            Nesting::Single => Value::Null,
            Nesting::List | Nesting::Set => Value::List(Vec::new()),
        };
        let blocks = fields.entry(name.clone()).or_default();
        if blocks.is_null() {
            *blocks = none;
        }
        if let Value::List(items) = blocks {
            for item in items {
                fit(&nested.block, item);
            }
        } else {
            fit(&nested.block, blocks);
        }
    }
}
