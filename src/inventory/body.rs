//! What is configured in the body of a resource, in the types of its schema.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_catalogue::{Block as Schema, Nested, Nesting, Type};
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, BlockLabel, Body as Written, Structure};

use super::convert::{Wanted, pairs};
use super::eval;
use super::instance::{self, Place};
use super::scope::{Bound, Env, Failure};
use super::symbol::Sym;
use super::value::{Members, Value};

/// A body that is evaluated.
#[derive(Default)]
pub(super) struct Body<'t> {
    pub(super) attributes: Vec<(&'t str, &'t Expression)>,
    pub(super) blocks: Vec<&'t Block>,
}

impl<'t> Body<'t> {
    fn of(written: &'t Written) -> Self {
        let mut body = Self::default();
        for structure in written {
            match structure {
                Structure::Attribute(one) => body.attributes.push((one.key.as_str(), &one.value)),
                Structure::Block(one) => body.blocks.push(one),
            }
        }
        body
    }
}

/// The object whose body it is.
pub(super) struct Where<'w> {
    pub(super) schema: Option<&'w instance::Schema>,
    pub(super) root: &'w Arc<str>,
    pub(super) address: &'w Arc<str>,
}

/// The blocks of one name: several, or something that is not known.
enum Several {
    Known(Vec<Value>),
    Open(Value),
}

impl Where<'_> {
    /// The members of a body; `path` is dotted, as facts have it, and `place` has the index of each block.
    pub(super) fn body(
        &self,
        env: Env<'_, '_>,
        body: &Body<'_>,
        schema: Option<&Schema>,
        path: &str,
        place: &str,
    ) -> Members {
        let mut members = Members::new();
        for (name, expression) in &body.attributes {
            let kind = schema.and_then(|schema| schema.attributes.get(*name)).map(|one| &one.kind);
            let value = typed(eval::value(env, expression), kind);
            if !value.is_null() {
                members.insert(env.world.argument(name), value);
            }
        }
        for (name, several) in self.blocks(env, &body.blocks, schema, path, place) {
            let nested = schema.and_then(|schema| schema.blocks.get(name));
            let kind = schema.and_then(|schema| schema.attributes.get(name)).map(|one| &one.kind);
            let value = match (several, nested, kind) {
                (Several::Open(open), ..) => open,
                (Several::Known(items), Some(nested), _) => together(items, nested),
                // An argument that is written as blocks.
                (Several::Known(items), None, kind) => typed(Value::list(items), kind),
            };
            if value.items().is_none_or(|items| !items.is_empty()) {
                members.insert(env.world.argument(name), value);
            }
        }
        if let (Some(schema), false) = (schema, path.is_empty()) {
            self.left_out(env, schema, &mut members, [path, place]);
        }
        members
    }

    /// Inside blocks, what is left out has to be there for whoever reads it.
    fn left_out(
        &self,
        env: Env<'_, '_>,
        schema: &Schema,
        members: &mut Members,
        [path, place]: [&str; 2],
    ) {
        let (mut path, mut place) = (format!("{path}."), format!("{place}."));
        let above = (path.len(), place.len());
        for (name, attribute) in &schema.attributes {
            if members.contains_key(name.as_str()) {
                continue;
            }
            let value = self.schema.map(|schema| {
                path.truncate(above.0);
                path.push_str(name);
                place.truncate(above.1);
                place.push_str(name);
                let at = Place { root: self.root, address: self.address, path: &place };
                schema.left_out(attribute, &path, at)
            });
            members.insert(env.world.argument(name), value.unwrap_or_default());
        }
        for name in schema.blocks.keys() {
            if !members.contains_key(name.as_str()) {
                members.insert(env.world.argument(name), Value::list(Vec::new()));
            }
        }
    }

    fn blocks<'t>(
        &self,
        env: Env<'_, '_>,
        blocks: &[&'t Block],
        schema: Option<&Schema>,
        path: &str,
        place: &str,
    ) -> BTreeMap<&'t str, Several> {
        let mut all: BTreeMap<&str, Several> = BTreeMap::new();
        for block in blocks {
            let dynamic = block.ident.as_str() == "dynamic";
            let label = block.labels.first().map(BlockLabel::as_str);
            let name = if dynamic { label.unwrap_or_default() } else { block.ident.as_str() };
            let inner =
                schema.and_then(|schema| schema.blocks.get(name)).map(|nested| &*nested.block);
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let one = |env: Env<'_, '_>, written: &Written, at: usize| {
                let place = if place.is_empty() {
                    format!("{name}.{at}")
                } else {
                    format!("{place}.{name}.{at}")
                };
                Value::map(self.body(env, &Body::of(written), inner, &path, &place))
            };
            let found = all.entry(name).or_insert_with(|| Several::Known(Vec::new()));
            let Several::Known(items) = found else { continue };
            if !dynamic {
                items.push(one(env, &block.body, items.len()));
            } else if let Some(open) = expand(env, block, name, items, &one) {
                *found = Several::Open(open);
            }
        }
        all
    }
}

/// Adds the blocks of a dynamic one; if they are not known, says so.
fn expand(
    env: Env<'_, '_>,
    block: &Block,
    name: &str,
    items: &mut Vec<Value>,
    one: &dyn Fn(Env<'_, '_>, &Written, usize) -> Value,
) -> Option<Value> {
    let each = block.body.get_attribute("for_each").map(|each| eval::value(env, &each.value));
    let content = block.body.get_blocks("content").next();
    let (Some(each), Some(content)) = (each, content) else {
        return Some(Sym::unread(format!("a dynamic block {name} without for_each or content")));
    };
    let iterator = block.body.get_attribute("iterator");
    let iterator =
        iterator.and_then(|one| one.value.as_variable()).map_or(name, |one| one.as_str());
    let make = |key: Value, value: Value, items: &mut Vec<Value>| {
        let value = Value::map(Members::from([("key".into(), key), ("value".into(), value)]));
        let bound = Bound { name: iterator, value, up: env.bound };
        items.push(one(Env { bound: Some(&bound), ..env }, &content.body, items.len()));
    };
    match pairs(&each, false) {
        Ok(Some(pairs)) => {
            for (key, value) in pairs {
                make(key, value, items);
            }
            None
        }
        Ok(None) => {
            // One element stands for all of them.
            let any = |what| Sym::of(what, std::slice::from_ref(&each));
            make(any("each key"), any("each value"), items);
            let mut parts = vec![each.clone()];
            parts.append(items);
            Some(Sym::of("dynamic", &parts))
        }
        Err(Failure(why)) => Some(Sym::unread(why)),
    }
}

/// In the type of the schema, if there is one.
fn typed(value: Value, kind: Option<&Type>) -> Value {
    let Some(kind) = kind else { return value };
    let typed = Wanted::of_schema(kind).convert(&value, &|_| Value::Null);
    typed.unwrap_or_else(|Failure(why)| Sym::unread(why))
}

fn together(mut items: Vec<Value>, nested: &Nested) -> Value {
    match nested.nesting {
        Nesting::Single => items.pop().unwrap_or_default(),
        Nesting::List => Value::list(items),
        Nesting::Set => Value::set(items),
    }
}
