//! What a key takes, as its JSON Schema says it, and in the words of people.

use serde_json::{Map, Value};
use toml::de::{DeFloat, DeInteger, DeValue};

/// A part of a JSON Schema.
#[derive(Clone, Copy)]
pub(super) struct Schema<'s> {
    /// What its references are looked up in.
    root: &'s Value,
    part: &'s Value,
}

/// What a key takes.
pub(super) enum Expected<'s> {
    /// A table.
    Table(Keys<'s>),
    /// A list of what this schema describes.
    List(Schema<'s>),
    /// Text.
    Text,
    /// One of some words.
    Word(Vec<&'s str>),
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
pub(super) struct Keys<'s> {
    root: &'s Value,
    known: Option<&'s Map<String, Value>>,
    /// What entries with names of the user's choice are.
    named: Option<&'s Value>,
    required: Option<&'s Value>,
}

/// From least to most.
#[derive(Clone, Copy)]
pub(super) struct Range {
    least: Option<f64>,
    most: Option<f64>,
}

impl<'s> Expected<'s> {
    pub(super) fn of(schema: Schema<'s>) -> Self {
        let schema = schema.resolved();
        let Schema { root, part } = schema;
        if let Some(words) = words(part) {
            return Self::Word(words);
        }
        match part.get("type").and_then(Value::as_str) {
            Some("object") => Self::Table(Keys::of(schema)),
            Some("array") => {
                part.get("items").map_or(Self::Anything, |part| Self::List(Schema { root, part }))
            }
            Some("string") => Self::Text,
            Some("integer") => Self::Whole(Range::of(part)),
            Some("number") => Self::Number(Range::of(part)),
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

impl<'s> Keys<'s> {
    /// The keys at the top of a file.
    pub(super) fn top(root: &'s Value) -> Self {
        Self::of(Schema { root, part: root })
    }

    fn of(Schema { root, part }: Schema<'s>) -> Self {
        Self {
            root,
            known: part.get("properties").and_then(Value::as_object),
            named: part.get("additionalProperties").filter(|schema| schema.is_object()),
            required: part.get("required"),
        }
    }

    /// What a key takes; none if there is no such key.
    pub(super) fn get(self, key: &str) -> Option<Schema<'s>> {
        self.property(key).or_else(|| self.named())
    }

    /// What a key that the table itself defines takes.
    pub(super) fn property(self, key: &str) -> Option<Schema<'s>> {
        let part = self.known.and_then(|known| known.get(key));
        part.map(|part| Schema { root: self.root, part })
    }

    /// What entries with names of the user's choice are.
    pub(super) fn named(self) -> Option<Schema<'s>> {
        self.named.map(|part| Schema { root: self.root, part })
    }

    /// The names of the keys that the table itself defines.
    pub(super) fn names(self) -> impl Iterator<Item = &'s str> {
        self.known.into_iter().flat_map(|known| known.keys().map(String::as_str))
    }

    /// The keys without which the table means nothing.
    pub(super) fn required(self) -> Vec<&'s str> {
        let required = self.required.and_then(Value::as_array);
        required.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

impl Range {
    fn of(schema: &Value) -> Self {
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

impl<'s> Schema<'s> {
    /// The schema itself, where it is only referred to.
    fn resolved(mut self) -> Self {
        while let Some(part) = self.referred() {
            self.part = part;
        }
        self
    }

    fn referred(self) -> Option<&'s Value> {
        if let Some([only]) = self.part.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
            return Some(only);
        }
        let pointer = self.part.get("$ref").and_then(Value::as_str)?.strip_prefix('#')?;
        self.root.pointer(pointer)
    }
}

/// The words that an enumeration allows.
fn words(schema: &Value) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return words.iter().map(Value::as_str).collect();
    }
    let alternatives = schema.get("oneOf").and_then(Value::as_array)?;
    let words = alternatives.iter().map(|one| one.get("const").or_else(|| one.pointer("/enum/0")));
    words.map(|word| word.and_then(Value::as_str)).collect()
}
