//! Types of Terraform's language.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The type of an attribute, in the form `["map","string"]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "serde_json::Value")]
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
    fn read(json: &serde_json::Value) -> Option<Self> {
        if let Some(name) = json.as_str() {
            return match name {
                "string" => Some(Self::Text),
                "number" => Some(Self::Number),
                "bool" => Some(Self::Bool),
                _ => None,
            };
        }
        let [outer, inner] = json.as_array()?.as_slice() else {
            return None;
        };
        match outer.as_str()? {
            "list" => Some(Self::List(Box::new(Self::read(inner)?))),
            "set" => Some(Self::Set(Box::new(Self::read(inner)?))),
            "map" => Some(Self::Map(Box::new(Self::read(inner)?))),
            "object" => {
                let fields = inner.as_object()?.iter();
                let fields = fields.map(|(name, one)| Some((name.clone(), Self::read(one)?)));
                fields.collect::<Option<_>>().map(Self::Object)
            }
            _ => None,
        }
    }

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

impl TryFrom<serde_json::Value> for Type {
    type Error = String;

    fn try_from(json: serde_json::Value) -> Result<Self, Self::Error> {
        Self::read(&json).ok_or_else(|| format!("unknown type {json}"))
    }
}
