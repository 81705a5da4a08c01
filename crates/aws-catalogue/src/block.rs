//! Blocks of arguments: as the data has them, and as they are used.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::error::Error;
use crate::kind::Type;
use crate::lines::Lines;

/// The body of a type or of a nested block.
#[derive(Debug, Default)]
pub struct Block {
    /// Arguments, and what AWS computes.
    pub attributes: BTreeMap<String, Attribute>,
    /// Blocks inside this one.
    pub blocks: BTreeMap<String, Nested>,
}

/// One argument.
#[derive(Debug)]
pub struct Attribute {
    flags: String,
    /// Its type.
    pub kind: Type,
}

/// A nested block and how often it may occur.
#[derive(Debug)]
pub struct Nested {
    /// What several of it are.
    pub nesting: Nesting,
    /// How many there must be.
    pub min_items: i64,
    /// How many there may be; 0 for any number.
    pub max_items: i64,
    /// What is in it.
    pub block: Arc<Block>,
}

/// What the blocks of a name are together. The numbers are those of Terraform's plugin protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nesting {
    /// At most one, an object.
    Single = 1,
    /// In the order of the configuration.
    List = 2,
    /// In no order.
    Set = 3,
}

/// A block as the file has it: `a` are attributes, `b` nested blocks.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct RawBlock {
    #[serde(default)]
    a: BTreeMap<String, (String, Type)>,
    #[serde(default)]
    b: BTreeMap<String, (Nesting, i64, i64, Body)>,
}

/// The body of a nested block, or the name of a shared one.
#[derive(Debug)]
enum Body {
    Shared(String),
    Own(RawBlock),
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ReadBody)
    }
}

/// What is derived for an untagged enum keeps all of a block before it reads it.
struct ReadBody;

impl<'de> Visitor<'de> for ReadBody {
    type Value = Body;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a block, or the name of one")
    }

    fn visit_str<E>(self, name: &str) -> Result<Body, E> {
        Ok(Body::Shared(name.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Body, A::Error> {
        RawBlock::deserialize(MapAccessDeserializer::new(members)).map(Body::Own)
    }
}

/// What is served, and where what is shared is found.
pub(crate) struct Resolver<'a> {
    pub(crate) lines: Lines,
    pub(crate) only: Option<&'a BTreeSet<String>>,
    /// A firewall's statement has most of its blocks hundreds of times.
    pub(crate) shared: BTreeMap<String, Arc<Block>>,
}

impl Resolver<'_> {
    pub(crate) fn block(&mut self, raw: RawBlock) -> Result<Block, Error> {
        let attributes = raw.a.into_iter();
        let attributes =
            attributes.map(|(name, (flags, kind))| (name, Attribute { flags, kind })).collect();
        let mut blocks = BTreeMap::new();
        for (name, (nesting, min_items, max_items, body)) in raw.b {
            let named = self.only.is_none_or(|only| only.contains(&name));
            if min_items > 0 || named {
                let block = match body {
                    Body::Own(own) => Arc::new(self.block(own)?),
                    Body::Shared(name) => self.shared(&name)?,
                };
                blocks.insert(name, Nested { nesting, min_items, max_items, block });
            }
        }
        Ok(Block { attributes, blocks })
    }

    fn shared(&mut self, name: &str) -> Result<Arc<Block>, Error> {
        if let Some(done) = self.shared.get(name) {
            return Ok(Arc::clone(done));
        }
        let key = format!("shared {name}");
        let raw = self.lines.read(&key)?.ok_or(Error::Broken(key))?;
        let block = Arc::new(self.block(raw)?);
        self.shared.insert(name.to_owned(), Arc::clone(&block));
        Ok(block)
    }
}

impl Attribute {
    /// Must be in the configuration.
    #[must_use]
    pub fn required(&self) -> bool {
        self.flags.contains('r')
    }

    /// May be in the configuration.
    #[must_use]
    pub fn optional(&self) -> bool {
        self.flags.contains('o')
    }

    /// AWS says it where the configuration does not.
    #[must_use]
    pub fn computed(&self) -> bool {
        self.flags.contains('c')
    }

    /// Hidden where plans are shown.
    #[must_use]
    pub fn sensitive(&self) -> bool {
        self.flags.contains('s')
    }

    /// In no state and no plan.
    #[must_use]
    pub fn write_only(&self) -> bool {
        self.flags.contains('w')
    }
}
