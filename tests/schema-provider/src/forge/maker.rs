//! One object: what is unknown of it, and what that becomes.

use std::collections::BTreeMap;

use aws_catalogue::{Block, Entry, Kind, Type, Value};

use super::Forge;
use super::seed::Seed;
use super::shape::Shape;
use crate::config::Settings;

/// References between shapes are at most this deep: the id of an ARN of an id.
const DEPTH: usize = 5;

/// One object that is being made.
pub(super) struct Maker<'a> {
    pub(super) forge: &'a Forge,
    pub(super) entry: &'a Entry,
    pub(super) seed: Seed,
    pub(super) settings: &'a Settings,
    pub(super) region: &'a str,
    pub(super) whole: &'a Value,
    /// The revision that comes next.
    pub(super) next: u64,
}

/// Where a value is made: its dotted path, the object it is in, and how many references led here.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) path: &'a str,
    pub(super) siblings: &'a Value,
    pub(super) depth: usize,
}

impl Maker<'_> {
    pub(super) fn block(&self, block: &Block, value: &Value, prefix: &str) -> Value {
        let Value::Map(fields) = value else {
            return value.clone();
        };
        let mut fields = fields.clone();
        for (name, attribute) in &block.attributes {
            if let Some(field) = fields.get_mut(name) {
                let path = format!("{prefix}{name}");
                let place = Place { path: &path, siblings: value, depth: 0 };
                *field = self.mend(&attribute.kind, field, place, attribute.optional());
            }
        }
        for (name, nested) in &block.blocks {
            if let Some(field) = fields.get_mut(name) {
                let path = format!("{prefix}{name}.");
                *field = if let Value::List(items) = field {
                    items.iter().map(|item| self.block(&nested.block, item, &path)).collect()
                } else {
                    self.block(&nested.block, field, &path)
                };
            }
        }
        Value::Map(fields)
    }

    /// Replaces what is unknown in a value, at any depth.
    fn mend(&self, kind: &Type, value: &Value, place: Place<'_>, optional: bool) -> Value {
        match (kind, value) {
            (_, Value::Unknown) => self.make(kind, place, optional),
            (Type::List(of) | Type::Set(of), Value::List(items)) => {
                Value::List(items.iter().map(|item| self.mend(of, item, place, optional)).collect())
            }
            (Type::Map(of), Value::Map(pairs)) => Value::Map(
                pairs
                    .iter()
                    .map(|(key, one)| (key.clone(), self.mend(of, one, place, optional)))
                    .collect(),
            ),
            (Type::Object(of), Value::Map(pairs)) => {
                let mended = pairs.iter().map(|(key, one)| {
                    let path = format!("{}.{key}", place.path);
                    let place = Place { path: &path, siblings: value, depth: place.depth };
                    let kind = of.get(key).unwrap_or(&Type::Text);
                    (key.clone(), self.mend(kind, one, place, optional))
                });
                Value::Map(mended.collect())
            }
            _ => value.clone(),
        }
    }

    pub(super) fn make(&self, kind: &Type, place: Place<'_>, optional: bool) -> Value {
        if let Some(shape) = self.shape(place.path) {
            return typed(kind, &shape.render(self, place));
        }
        match kind {
            Type::Text => self.guess(place).into(),
            Type::Number => Value::Number(0.into()),
            Type::Bool => Value::Bool(false),
            // A list that could have been configured and was not is empty; one that only AWS fills
            // has an element, so that `[0]` works.
            Type::List(_) | Type::Set(_) if optional => Value::List(Vec::new()),
            Type::List(of) | Type::Set(of) => Value::List(vec![self.make(of, place, false)]),
            Type::Map(_) => Value::Map(BTreeMap::new()),
            Type::Object(of) => {
                let made = of.iter().map(|(name, kind)| {
                    let path = format!("{}.{name}", place.path);
                    (name.clone(), self.make(kind, Place { path: &path, ..place }, true))
                });
                Value::Map(made.collect())
            }
        }
    }

    /// The shape of an argument. What a data source looks up has the shapes of the resource, unless
    /// it has its own.
    fn shape(&self, path: &str) -> Option<&Shape> {
        let shapes = &self.forge.shapes;
        let key = format!("{}.{path}", self.entry.name);
        let own = match self.entry.kind {
            Kind::Resource => None,
            Kind::Data => shapes.get(format!("data.{key}").as_str()),
            Kind::Ephemeral => shapes.get(format!("ephemeral.{key}").as_str()),
        };
        own.or_else(|| shapes.get(key.as_str()))
    }

    /// The text of another argument of the object, made up if it must be.
    pub(super) fn other(&self, name: &str, depth: usize) -> Option<String> {
        let attribute = self.entry.block.attributes.get(name)?;
        let value = self.whole.get(name);
        if !matches!(value, Value::Unknown) {
            return text(value);
        }
        if depth >= DEPTH {
            return None;
        }
        let place = Place { path: name, siblings: self.whole, depth: depth + 1 };
        text(&self.make(&attribute.kind, place, attribute.optional()))
    }
}

/// A text or a number as a text, of a list the first element.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::List(items) => items.first().and_then(text),
        Value::Text(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Unknown | Value::Bool(_) | Value::Text(_) | Value::Map(_) => None,
    }
}

/// A rendered shape as a value: commas separate the elements of a list or a map.
fn typed(kind: &Type, text: &str) -> Value {
    match kind {
        Type::Number => {
            text.parse::<i64>().map_or(Value::Null, |number| Value::Number(number.into()))
        }
        Type::Bool => Value::Bool(text == "true"),
        Type::List(of) | Type::Set(of) => {
            text.split(", ").filter(|one| !one.is_empty()).map(|one| typed(of, one)).collect()
        }
        Type::Map(of) => {
            let pairs = text.split(", ").filter_map(|pair| pair.split_once('='));
            Value::Map(pairs.map(|(key, one)| (key.to_owned(), typed(of, one))).collect())
        }
        Type::Object(_) => Value::Null,
        Type::Text => text.into(),
    }
}
