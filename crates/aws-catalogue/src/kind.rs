//! Types of Terraform's language.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The type of an attribute, in the form `["map","string"]`.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `string`
    Text,
    /// `number`
    Number,
    /// `bool`
    Bool,
    /// `list`, of what
    List(Box<Self>),
    /// `set`, of what
    Set(Box<Self>),
    /// `map` from texts, to what
    Map(Box<Self>),
    /// `object`, with these members
    Object(BTreeMap<String, Self>),
}

impl Type {
    /// The type as `terraform providers schema -json` and the plugin protocol write it.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::json;
        match self {
            Self::Text => json!("string"),
            Self::Number => json!("number"),
            Self::Bool => json!("bool"),
            Self::List(of) => json!(["list", of.to_json()]),
            Self::Set(of) => json!(["set", of.to_json()]),
            Self::Map(of) => json!(["map", of.to_json()]),
            Self::Object(of) => {
                let fields = of.iter().map(|(name, one)| (name.clone(), one.to_json()));
                json!(["object", fields.collect::<serde_json::Map<_, _>>()])
            }
        }
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Read)
    }
}

/// Reads a type as it comes: thousands are read for a tree.
struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Type;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a type, as `\"string\"` or `[\"map\",\"string\"]`")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Type, E> {
        match name {
            "string" => Ok(Type::Text),
            "number" => Ok(Type::Number),
            "bool" => Ok(Type::Bool),
            other => Err(E::unknown_variant(other, &["string", "number", "bool"])),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Type, A::Error> {
        let short = |at| A::Error::invalid_length(at, &"the kind of a collection, and of what");
        let outer: &str = parts.next_element()?.ok_or_else(|| short(0))?;
        let inner = match outer {
            "list" => parts.next_element()?.map(Type::List),
            "set" => parts.next_element()?.map(Type::Set),
            "map" => parts.next_element()?.map(Type::Map),
            "object" => parts.next_element()?.map(Type::Object),
            other => {
                return Err(A::Error::unknown_variant(other, &["list", "set", "map", "object"]));
            }
        };
        inner.ok_or_else(|| short(1))
    }
}
