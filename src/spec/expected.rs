//! What a key takes, as its JSON Schema says it, and in the words of people.

use std::sync::LazyLock;

use serde_json::{Map, Value};
use toml::de::{DeFloat, DeInteger, DeTable, DeValue};

use crate::schema;

/// What editors are told is what is enforced.
static SCHEMA: LazyLock<Value> = LazyLock::new(schema::schema);

/// What a key takes.
pub(super) enum Expected {
    /// A table.
    Table(Keys),
    /// A list of what this schema describes.
    List(&'static Value),
    /// Text.
    Text,
    /// One of some words.
    Word(Vec<&'static str>),
    /// A whole number.
    Whole(Range),
    /// A number.
    Number(Range),
    /// `true` or `false`.
    Truth,
    /// Something that this module has no words for: serde decides.
    Anything,
}

/// The keys of a table.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    known: Option<&'static Map<String, Value>>,
    /// What entries with names of the user's choice are.
    named: Option<&'static Value>,
    required: Option<&'static Value>,
}

/// From least to most.
#[derive(Clone, Copy)]
pub(super) struct Range {
    least: Option<f64>,
    most: Option<f64>,
}

/// The keys at the top of a file.
pub(super) fn top() -> Keys {
    Keys::of(&SCHEMA)
}

impl Expected {
    pub(super) fn of(schema: &'static Value) -> Self {
        let schema = resolved(schema);
        if let Some(words) = words(schema) {
            return Self::Word(words);
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => Self::Table(Keys::of(schema)),
            Some("array") => schema.get("items").map_or(Self::Anything, Self::List),
            Some("string") => Self::Text,
            Some("integer") => Self::Whole(Range::of(schema)),
            Some("number") => Self::Number(Range::of(schema)),
            Some("boolean") => Self::Truth,
            Some(_) | None => Self::Anything,
        }
    }

    /// Whether a value has the TOML type; which number or word it is does not matter.
    pub(super) fn takes(&self, value: &DeValue<'_>) -> bool {
        match self {
            Self::Table(_) => value.is_table(),
            Self::List(_) => value.is_array(),
            Self::Text | Self::Word(_) => value.is_str(),
            Self::Whole(_) => value.is_integer(),
            Self::Number(_) => value.is_integer() || value.is_float(),
            Self::Truth => value.is_bool(),
            Self::Anything => true,
        }
    }

    pub(super) fn in_words(&self) -> &'static str {
        match self {
            Self::Table(_) => "a table",
            Self::List(_) => "a list",
            Self::Text => "text",
            Self::Word(_) => "a word",
            Self::Whole(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Truth => "`true` or `false`",
            Self::Anything => "something else",
        }
    }
}

impl Keys {
    fn of(schema: &'static Value) -> Self {
        Self {
            known: schema.get("properties").and_then(Value::as_object),
            named: schema.get("additionalProperties").filter(|schema| schema.is_object()),
            required: schema.get("required"),
        }
    }

    /// What a key takes; none if there is no such key.
    pub(super) fn get(self, key: &str) -> Option<&'static Value> {
        self.property(key).or(self.named)
    }

    /// What a key that the table itself defines takes.
    pub(super) fn property(self, key: &str) -> Option<&'static Value> {
        self.known.and_then(|known| known.get(key))
    }

    /// What entries with names of the user's choice are.
    pub(super) fn named(self) -> Option<&'static Value> {
        self.named
    }

    /// The names of the keys that the table itself defines.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        self.known.into_iter().flat_map(|known| known.keys().map(String::as_str))
    }

    /// The keys without which the table means nothing.
    pub(super) fn required(self) -> Vec<&'static str> {
        let required = self.required.and_then(Value::as_array);
        required.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

impl Range {
    fn of(schema: &'static Value) -> Self {
        let bound = |name| schema.get(name).and_then(Value::as_f64);
        // What the type holds is a bound too, so that serde has none to speak of.
        let held = match schema.get("format").and_then(Value::as_str) {
            Some("uint8") => Some(f64::from(u8::MAX)),
            Some("uint16") => Some(f64::from(u16::MAX)),
            Some("uint32") => Some(f64::from(u32::MAX)),
            Some(_) | None => None,
        };
        let least = bound("minimum").or(held.map(|_| 0.0));
        Self { least, most: bound("maximum").or(held) }
    }

    pub(super) fn holds(self, number: f64) -> bool {
        let least = self.least.is_none_or(|least| number >= least);
        number.is_finite() && least && self.most.is_none_or(|most| number <= most)
    }

    /// `a number from 1 to 100`
    pub(super) fn in_words(self, what: &str) -> String {
        match (self.least, self.most) {
            (Some(least), Some(most)) => format!("{what} from {least} to {most}"),
            (Some(least), None) => format!("{what} from {least} on"),
            (None, Some(most)) => format!("{what} up to {most}"),
            (None, None) => what.to_owned(),
        }
    }
}

/// What a value is, in the words of people.
pub(super) fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A whole number in whatever base it is written.
pub(super) fn whole(integer: &DeInteger<'_>) -> Option<f64> {
    let value = i64::from_str_radix(integer.as_str(), integer.radix()).ok()?;
    value.to_string().parse().ok()
}

/// A number with decimals.
pub(super) fn decimal(float: &DeFloat<'_>) -> Option<f64> {
    float.as_str().parse().ok()
}

/// Whether a list holds tables, as `[[services]]` makes one.
pub(super) fn is_of_tables(value: &DeValue<'_>) -> bool {
    value.as_array().is_some_and(|items| items.iter().any(|item| item.get_ref().is_table()))
}

/// The texts of a list that holds nothing else.
pub(super) fn texts<'v>(value: &'v DeValue<'_>) -> Option<Vec<&'v str>> {
    value.as_array()?.iter().map(|item| item.get_ref().as_str()).collect()
}

/// Whether a key of the file's top is missing there.
pub(super) fn is_absent(key: &str, table: &DeTable<'_>) -> bool {
    top().property(key).is_some() && !table.contains_key(key)
}

/// A schema itself, where it is only referred to.
fn resolved(schema: &'static Value) -> &'static Value {
    let mut schema = schema;
    while let Some(inner) = referred(schema) {
        schema = inner;
    }
    schema
}

fn referred(schema: &'static Value) -> Option<&'static Value> {
    if let Some([only]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        return Some(only);
    }
    let pointer = schema.get("$ref").and_then(Value::as_str)?.strip_prefix('#')?;
    SCHEMA.pointer(pointer)
}

/// The words that an enumeration allows.
fn words(schema: &'static Value) -> Option<Vec<&'static str>> {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return words.iter().map(Value::as_str).collect();
    }
    let alternatives = schema.get("oneOf").and_then(Value::as_array)?;
    let words = alternatives.iter().map(|one| one.get("const").or_else(|| one.pointer("/enum/0")));
    words.map(|word| word.and_then(Value::as_str)).collect()
}
