//! Values of Terraform's language, and their `MessagePack` form.
//!
//! The form says less than the type: a set, a list and a tuple are arrays, a map and an object are
//! maps. Whoever needs the difference walks the value beside its schema.

use std::collections::BTreeMap;

use serde_json::Number;

use crate::problem::Problem;

/// A value that may be unknown, at any depth.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Value {
    #[default]
    Null,
    /// Known after apply.
    Unknown,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Self>),
    Map(BTreeMap<String, Self>),
}

impl Value {
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.is_empty() {
            return Ok(Self::Null);
        }
        let mut rest = bytes;
        rmpv::decode::read_value(&mut rest)
            .map_err(|error| Problem::new(format!("a value is not MessagePack: {error}")))
            .and_then(Self::from_msgpack)
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        rmpv::encode::write_value(&mut bytes, &self.to_msgpack())
            .map_err(|error| Problem::new(format!("a value cannot be written: {error}")))?;
        Ok(bytes)
    }

    fn from_msgpack(value: rmpv::Value) -> Result<Self, Problem> {
        use rmpv::Value as M;
        Ok(match value {
            M::Nil => Self::Null,
            M::Boolean(one) => Self::Bool(one),
            M::Integer(one) => match (one.as_i64(), one.as_u64()) {
                (Some(signed), _) => Self::Number(signed.into()),
                (None, Some(unsigned)) => Self::Number(unsigned.into()),
                (None, None) => Self::Null,
            },
            M::F32(one) => Number::from_f64(one.into()).map_or(Self::Null, Self::Number),
            M::F64(one) => Number::from_f64(one).map_or(Self::Null, Self::Number),
            M::String(one) => Self::Text(one.into_str().unwrap_or_default()),
            M::Binary(_) => return Err(Problem::new("a value holds raw bytes")),
            M::Array(items) => {
                Self::List(items.into_iter().map(Self::from_msgpack).collect::<Result<_, _>>()?)
            }
            M::Map(pairs) => Self::Map(
                pairs
                    .into_iter()
                    .map(|(key, one)| {
                        let key = key.as_str().unwrap_or_default().to_owned();
                        Ok((key, Self::from_msgpack(one)?))
                    })
                    .collect::<Result<_, Problem>>()?,
            ),
            // Extension 0 is an unknown, 12 an unknown of which something is known: we need no more
            // than "unknown".
            M::Ext(..) => Self::Unknown,
        })
    }

    fn to_msgpack(&self) -> rmpv::Value {
        use rmpv::Value as M;
        match self {
            Self::Null => M::Nil,
            Self::Unknown => M::Ext(0, vec![0]),
            Self::Bool(one) => M::Boolean(*one),
            Self::Number(one) => match (one.as_i64(), one.as_u64()) {
                (Some(signed), _) => M::from(signed),
                (None, Some(unsigned)) => M::from(unsigned),
                (None, None) => one.as_f64().map_or(M::Nil, M::from),
            },
            Self::Text(one) => M::from(one.as_str()),
            Self::List(items) => M::Array(items.iter().map(Self::to_msgpack).collect()),
            Self::Map(pairs) => M::Map(
                pairs.iter().map(|(key, one)| (M::from(key.as_str()), one.to_msgpack())).collect(),
            ),
        }
    }

    pub(crate) fn from_json(json: &serde_json::Value) -> Self {
        use serde_json::Value as J;
        match json {
            J::Null => Self::Null,
            J::Bool(one) => Self::Bool(*one),
            J::Number(one) => Self::Number(one.clone()),
            J::String(one) => Self::Text(one.clone()),
            J::Array(items) => Self::List(items.iter().map(Self::from_json).collect()),
            J::Object(pairs) => Self::Map(
                pairs.iter().map(|(key, one)| (key.clone(), Self::from_json(one))).collect(),
            ),
        }
    }

    /// A member of an object; null where there is none, as in Terraform's own states.
    pub(crate) fn get(&self, name: &str) -> &Self {
        self.pairs().and_then(|pairs| pairs.get(name)).unwrap_or(&Self::Null)
    }

    /// Sets a member of an object; does nothing to anything else.
    pub(crate) fn set(&mut self, name: &str, value: Self) {
        if let Self::Map(pairs) = self {
            pairs.insert(name.to_owned(), value);
        }
    }

    /// The members of an object or a map.
    pub(crate) fn pairs(&self) -> Option<&BTreeMap<String, Self>> {
        if let Self::Map(pairs) = self { Some(pairs) } else { None }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The elements of a list or set, or a single block as one element; nothing for null or
    /// unknown.
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Map(_) => std::slice::from_ref(self),
            Self::Null | Self::Unknown | Self::Bool(_) | Self::Number(_) | Self::Text(_) => &[],
        }
    }

    /// The texts of a list of texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.items().iter().filter_map(Self::text)
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the value was left out: null, or no block at all.
    pub(crate) fn is_absent(&self) -> bool {
        self.is_null() || matches!(self, Self::List(items) if items.is_empty())
    }

    /// Whether no part is unknown.
    pub(crate) fn is_known(&self) -> bool {
        match self {
            Self::Unknown => false,
            Self::List(items) => items.iter().all(Self::is_known),
            Self::Map(pairs) => pairs.values().all(Self::is_known),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => true,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Self>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_survives_the_wire() {
        let mut value = Value::Map(BTreeMap::new());
        value.set("list", ["a", "b"].into_iter().collect());
        value.set("unknown", Value::Unknown);
        value.set("number", Value::Number(18_446_744_073_709_551_615_u64.into()));
        value.set("bool", Value::Bool(true));
        value.set("null", Value::Null);
        assert_eq!(Value::decode(&value.encode().unwrap()).unwrap(), value);
    }

    #[test]
    fn an_unknown_is_extension_zero() {
        assert_eq!(Value::Unknown.encode().unwrap(), [0xd4, 0, 0]);
        assert_eq!(Value::decode(&[0xd4, 0, 0]).unwrap(), Value::Unknown);
    }
}
