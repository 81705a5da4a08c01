//! Values of Terraform's language.
//!
//! They say less than their type: a set, a list and a tuple are lists, a map and an object are maps. Whoever needs the
//! difference walks the value beside its schema.

use std::collections::BTreeMap;

use serde_json::Number;

/// A value that may be unknown, at any depth.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// Known after apply.
    Unknown,
    /// `true` or `false`.
    Bool(bool),
    /// Any number.
    Number(Number),
    /// A string.
    Text(String),
    /// A list, a set or a tuple.
    List(Vec<Self>),
    /// A map or an object.
    Map(BTreeMap<String, Self>),
}

impl Value {
    /// The value that JSON says.
    #[must_use]
    pub fn from_json(json: &serde_json::Value) -> Self {
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

    /// The value as JSON; what is unknown is null there.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as J;
        match self {
            Self::Null | Self::Unknown => J::Null,
            Self::Bool(one) => J::Bool(*one),
            Self::Number(one) => J::Number(one.clone()),
            Self::Text(one) => J::String(one.clone()),
            Self::List(items) => J::Array(items.iter().map(Self::to_json).collect()),
            Self::Map(pairs) => {
                J::Object(pairs.iter().map(|(key, one)| (key.clone(), one.to_json())).collect())
            }
        }
    }

    /// A member of an object; null where there is none, as in Terraform's own states.
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        self.pairs().and_then(|pairs| pairs.get(name)).unwrap_or(&Self::Null)
    }

    /// Sets a member of an object; does nothing to anything else.
    pub fn set(&mut self, name: &str, value: Self) {
        if let Self::Map(pairs) = self {
            pairs.insert(name.to_owned(), value);
        }
    }

    /// The members of an object or a map.
    #[must_use]
    pub fn pairs(&self) -> Option<&BTreeMap<String, Self>> {
        if let Self::Map(pairs) = self { Some(pairs) } else { None }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The number, if it is a whole one.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Number(number) = self { number.as_i64() } else { None }
    }

    /// The elements of a list or set, or a single block as one element; nothing for null or
    /// unknown.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Map(_) => std::slice::from_ref(self),
            Self::Null | Self::Unknown | Self::Bool(_) | Self::Number(_) | Self::Text(_) => &[],
        }
    }

    /// The texts of a list of texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.items().iter().filter_map(Self::text)
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the value was left out: null, or no block at all.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.is_null() || matches!(self, Self::List(items) if items.is_empty())
    }

    /// Whether no part is unknown.
    #[must_use]
    pub fn is_known(&self) -> bool {
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
