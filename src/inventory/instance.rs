//! One object of a resource or data source: what is configured, and what its type says of the rest.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_catalogue::facts::{self, Defaults};
use aws_catalogue::{Attribute, Block, Catalogue, Entry, Kind, Type};

use super::computed;
use super::number::Number;
use super::symbol::{Hidden, Sym, Wait};
use super::value::{Members, Object, Value};

/// What is known of a type.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) entry: Entry,
    defaults: Option<Defaults>,
}

/// An object.
#[derive(Debug)]
pub(super) struct Instance {
    root: Arc<str>,
    /// The address in its own tree.
    written: Arc<str>,
    /// The one that it has in the next.
    address: Arc<str>,
    is_data: bool,
    schema: Option<Arc<Schema>>,
    /// What is configured, in the types of the schema; without what is null.
    pub(super) arguments: Arc<Members>,
}

/// Types, each read once, whoever asks for it.
#[derive(Debug, Default)]
pub(super) struct Schemas(Mutex<[BTreeMap<String, Option<Arc<Schema>>>; 3]>);

impl Schemas {
    /// None of what is not in the catalogue.
    pub(super) fn get(&self, kind: Kind, name: &str) -> Option<Arc<Schema>> {
        // What another thread has read before it came to grief is read all the same.
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [resources, data, ephemeral] = &mut *all;
        let of_kind = match kind {
            Kind::Resource => resources,
            Kind::Data => data,
            Kind::Ephemeral => ephemeral,
        };
        if let Some(known) = of_kind.get(name) {
            return known.clone();
        }
        let read = Schema::read(kind, name).map(Arc::new);
        of_kind.insert(name.to_owned(), read.clone());
        read
    }
}

impl Schema {
    /// None of what is not in the catalogue.
    fn read(kind: Kind, name: &str) -> Option<Self> {
        let entry = Catalogue::new().entry(kind, name).ok()?;
        let defaults = if kind == Kind::Resource { facts::defaults(name).ok()? } else { None };
        Some(Self { entry, defaults })
    }

    /// What an attribute is that is not configured; none where there is none of the name.
    fn of(&self, name: &str, arguments: &Members, place: Place<'_>) -> Option<Value> {
        let block = &self.entry.block;
        if let Some(attribute) = block.attributes.get(name) {
            let known = computed::known(&self.entry, name, arguments, &place.wait());
            return Some(known.unwrap_or_else(|| self.left_out(attribute, name, place)));
        }
        // A block that is left out may be computed all the same: the schema does not say.
        block.blocks.contains_key(name).then(|| place.leaf(false))
    }

    /// What an attribute is that is left out, by its dotted path and its place.
    pub(super) fn left_out(&self, attribute: &Attribute, path: &str, place: Place<'_>) -> Value {
        let leaf = || place.leaf(scalar(&attribute.kind));
        if attribute.computed() {
            return leaf();
        }
        match &self.defaults {
            None if self.entry.kind == Kind::Resource => leaf(),
            None => Value::Null,
            Some(defaults) => match defaults.of.get(path) {
                Some(json) => from_json(json).unwrap_or_else(|| Sym::unread("a default")),
                None if defaults.unread.is_some() => leaf(),
                None => Value::Null,
            },
        }
    }
}

/// Where an attribute is.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) root: &'p Arc<str>,
    pub(super) address: &'p Arc<str>,
    pub(super) path: &'p str,
}

impl Place<'_> {
    pub(super) fn leaf(self, scalar: bool) -> Value {
        Sym::leaf(self.wait(), scalar)
    }

    pub(super) fn wait(self) -> Wait {
        let (root, address) = (Arc::clone(self.root), Arc::clone(self.address));
        Wait::Attribute { root, address, path: self.path.into() }
    }
}

pub(super) const fn scalar(kind: &Type) -> bool {
    matches!(kind, Type::Text | Type::Number | Type::Bool)
}

impl Instance {
    pub(super) fn new(
        root: Arc<str>,
        [written, address]: [Arc<str>; 2],
        is_data: bool,
        schema: Option<Arc<Schema>>,
        arguments: Members,
    ) -> Self {
        Self { root, written, address, is_data, schema, arguments: Arc::new(arguments) }
    }
}

impl Object for Instance {
    fn root(&self) -> &Arc<str> {
        &self.root
    }

    fn address(&self) -> &Arc<str> {
        &self.address
    }

    fn written(&self) -> &Arc<str> {
        &self.written
    }

    fn arguments(&self) -> &Arc<Members> {
        &self.arguments
    }

    fn told(&self) -> Arc<Members> {
        let block = self.schema.as_ref().map(|schema| &schema.entry.block);
        match block.filter(|block| hides(block, &self.arguments)) {
            Some(block) => Arc::new(told(block, &self.arguments)),
            None => Arc::clone(&self.arguments),
        }
    }

    fn attribute(&self, name: &str) -> Option<Value> {
        if let Some(value) = self.arguments.get(name) {
            return Some(value.clone());
        }
        let place = Place { root: &self.root, address: &self.address, path: name };
        let value = match &self.schema {
            None => place.leaf(false),
            Some(schema) => schema.of(name, &self.arguments, place)?,
        };
        // What a data source finds hangs on what it is asked.
        if self.is_data && value.as_sym().is_some() {
            return Some(Sym::asked(&value, Value::Map(Arc::clone(&self.arguments))));
        }
        Some(value)
    }

    fn members(&self) -> Members {
        let Some(schema) = &self.schema else { return Members::clone(&self.arguments) };
        let block = &schema.entry.block;
        let names = block.attributes.keys().chain(block.blocks.keys());
        names.map(|name| (name.as_str().into(), self.attribute(name).unwrap_or_default())).collect()
    }
}

/// A value as JSON has it; none where a number has too many digits.
pub(super) fn from_json(json: &serde_json::Value) -> Option<Value> {
    use serde_json::Value as Json;
    Some(match json {
        Json::Null => Value::Null,
        Json::Bool(one) => Value::Bool(*one),
        Json::Number(one) => Value::Number(Number::read(&one.to_string())?),
        Json::String(text) => Value::text(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(from_json).collect::<Option<_>>()?),
        Json::Object(pairs) => {
            let pairs =
                pairs.iter().map(|(name, one)| Some((name.as_str().into(), from_json(one)?)));
            Value::map(pairs.collect::<Option<BTreeMap<_, _>>>()?)
        }
    })
}

/// Whether there is anything in a block that may not be shown as it is.
fn hides(block: &Block, members: &Members) -> bool {
    members.iter().any(|(name, value)| {
        if let Some(attribute) = block.attributes.get(&**name) {
            return attribute.write_only() || attribute.sensitive();
        }
        let Some(nested) = block.blocks.get(&**name) else { return false };
        let inside =
            |one: &Value| matches!(one, Value::Map(members) if hides(&nested.block, members));
        match value {
            Value::List(items) | Value::Set(items) => items.iter().any(inside),
            other => inside(other),
        }
    })
}

/// What may be shown of a block.
fn told(block: &Block, members: &Members) -> Members {
    let mut all = Members::new();
    for (name, value) in members {
        if let Some(attribute) = block.attributes.get(&**name) {
            if attribute.write_only() {
                continue;
            }
            let shown = if attribute.sensitive() {
                Sym::hide(value, Hidden::Sensitive)
            } else {
                value.clone()
            };
            all.insert(Arc::clone(name), shown);
        } else if let Some(nested) = block.blocks.get(&**name) {
            let inside = |one: &Value| match one {
                Value::Map(members) => Value::map(told(&nested.block, members)),
                _ => one.clone(),
            };
            let value = match value {
                Value::List(items) => Value::list(items.iter().map(inside).collect()),
                Value::Set(items) => Value::set(items.iter().map(inside).collect()),
                other => inside(other),
            };
            all.insert(Arc::clone(name), value);
        } else {
            all.insert(Arc::clone(name), value.clone());
        }
    }
    all
}
