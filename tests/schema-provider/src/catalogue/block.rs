//! Blocks of arguments: as the vendored file has them, as the provider uses them, as the protocol
//! writes them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;

use super::broken;
use super::kind::Type;
use crate::problem::Problem;
use crate::proto;

/// The body of a type or of a nested block.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) attributes: BTreeMap<String, Attribute>,
    pub(crate) blocks: BTreeMap<String, Nested>,
}

/// One argument.
#[derive(Debug)]
pub(crate) struct Attribute {
    flags: String,
    pub(crate) kind: Type,
}

/// A nested block and how often it may occur.
#[derive(Debug)]
pub(crate) struct Nested {
    pub(crate) nesting: Nesting,
    min_items: i64,
    max_items: i64,
    pub(crate) block: Arc<Block>,
}

/// The numbers are the protocol's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Nesting {
    Single = 1,
    List = 2,
    Set = 3,
}

/// A block as the file has it: `a` are attributes, `b` nested blocks.
#[derive(Debug, Default, Deserialize)]
pub(super) struct RawBlock {
    #[serde(default)]
    a: BTreeMap<String, (String, Type)>,
    #[serde(default)]
    b: BTreeMap<String, (Nesting, i64, i64, Body)>,
}

/// The body of a nested block, or the name of a shared one.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Body {
    Shared(String),
    Own(RawBlock),
}

/// The names of what is served; none for everything.
pub(super) struct Served(pub(super) Option<BTreeSet<String>>);

impl Served {
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|names| names.contains(name))
    }
}

impl RawBlock {
    pub(super) fn resolve(
        &self,
        served: &Served,
        shared: &BTreeMap<String, Arc<Block>>,
    ) -> Result<Block, Problem> {
        let mut block = Block::default();
        for (name, (flags, kind)) in &self.a {
            let attribute = Attribute { flags: flags.clone(), kind: kind.clone() };
            block.attributes.insert(name.clone(), attribute);
        }
        let named = self.b.iter().filter(|(name, (_, least, ..))| *least > 0 || served.has(name));
        for (name, (nesting, min_items, max_items, body)) in named {
            let body = match body {
                Body::Own(own) => Arc::new(own.resolve(served, shared)?),
                Body::Shared(name) => Arc::clone(shared.get(name).ok_or_else(|| broken(name))?),
            };
            let (nesting, min_items, max_items) = (*nesting, *min_items, *max_items);
            block
                .blocks
                .insert(name.clone(), Nested { nesting, min_items, max_items, block: body });
        }
        Ok(block)
    }

    /// The shared blocks that this one needs.
    fn needs(&self) -> Vec<&str> {
        let needs = self.b.values().flat_map(|(_, _, _, body)| match body {
            Body::Shared(name) => vec![name.as_str()],
            Body::Own(own) => own.needs(),
        });
        needs.collect()
    }
}

/// Resolves a shared block, those inside it first.
pub(super) fn share(
    name: &str,
    raw: &BTreeMap<String, RawBlock>,
    served: &Served,
    done: &mut BTreeMap<String, Arc<Block>>,
) -> Result<(), Problem> {
    if done.contains_key(name) {
        return Ok(());
    }
    let block = raw.get(name).ok_or_else(|| broken(name))?;
    for need in block.needs() {
        share(need, raw, served, done)?;
    }
    let block = Arc::new(block.resolve(served, done)?);
    done.insert(name.to_owned(), block);
    Ok(())
}

impl Attribute {
    pub(crate) fn required(&self) -> bool {
        self.flags.contains('r')
    }

    pub(crate) fn optional(&self) -> bool {
        self.flags.contains('o')
    }

    pub(crate) fn computed(&self) -> bool {
        self.flags.contains('c')
    }

    pub(crate) fn write_only(&self) -> bool {
        self.flags.contains('w')
    }
}

impl Block {
    /// Takes from an object what no block or attribute is there for, and gives it the blocks that it lacks.
    pub(crate) fn fit(&self, object: &mut serde_json::Value) {
        let Some(object) = object.as_object_mut() else { return };
        object
            .retain(|name, _| self.attributes.contains_key(name) || self.blocks.contains_key(name));
        for (name, nested) in &self.blocks {
            let none = match nested.nesting {
                Nesting::Single => serde_json::Value::Null,
                Nesting::List | Nesting::Set => serde_json::Value::Array(Vec::new()),
            };
            let blocks = object.entry(name.as_str()).or_insert(none);
            if let Some(items) = blocks.as_array_mut() {
                for item in items {
                    nested.block.fit(item);
                }
            } else {
                nested.block.fit(blocks);
            }
        }
    }

    /// The block as the protocol writes it.
    pub(crate) fn to_message(&self) -> proto::SchemaBlock {
        let attributes = self.attributes.iter().map(|(name, one)| proto::SchemaAttribute {
            name: name.clone(),
            kind: one.kind.to_json().to_string().into_bytes(),
            required: one.required(),
            optional: one.optional(),
            computed: one.computed(),
            sensitive: one.flags.contains('s'),
            write_only: one.write_only(),
        });
        let blocks = self.blocks.iter().map(|(name, one)| proto::SchemaNested {
            type_name: name.clone(),
            block: Some(one.block.to_message()),
            nesting: one.nesting as i32,
            min_items: one.min_items,
            max_items: one.max_items,
        });
        proto::SchemaBlock { attributes: attributes.collect(), block_types: blocks.collect() }
    }
}
