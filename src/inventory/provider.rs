//! What the configuration of the provider adds to an object: its region, and tags.

use std::rc::Rc;
use std::sync::Arc;

use hcl_edit::expr::Expression;

use super::address::address;
use super::eval;
use super::instance::Schema;
use super::module::Block;
use super::scope::{Env, Failure, Key, Scope};
use super::symbol::Sym;
use super::value::{Members, Value};

/// A provider's configuration and the module that has it.
struct Found<'t> {
    scope: Rc<Scope<'t>>,
    name: &'t str,
    alias: &'t str,
    block: &'t Block<'t>,
}

impl<'t> Found<'t> {
    /// An argument, evaluated once for all objects.
    fn keep(&self, env: Env<'_, 't>, name: &'static str, value: &Expression) -> Value {
        let own = Env { world: env.world, scope: &self.scope, bound: None };
        let key = Key::Provider(self.name, self.alias, name);
        let value = self.scope.keep(env.world, key, || eval::evaluate(own, value));
        value.unwrap_or_else(|Failure(why)| Sym::unread(why))
    }
}

/// Follows a provider to the module that configures it.
fn find<'t>(scope: &Rc<Scope<'t>>, wanted: &str) -> Option<Found<'t>> {
    let mut scope = Rc::clone(scope);
    let mut wanted = wanted.to_owned();
    loop {
        let (name, alias) = wanted.split_once('.').unwrap_or((&wanted, ""));
        if let Some((name, alias, block)) = scope.module.providers.find(name, alias) {
            return Some(Found { scope: Rc::clone(&scope), name, alias, block });
        }
        let call = scope.call.as_ref()?;
        let handed = call.block.attributes.get("providers");
        let next = match handed.and_then(|handed| handed.as_object()) {
            Some(handed) => {
                let mut named = handed.iter().filter_map(|(key, value)| {
                    let key = match key {
                        hcl_edit::expr::ObjectKey::Ident(name) => name.as_str().to_owned(),
                        hcl_edit::expr::ObjectKey::Expression(key) => address(key)?,
                    };
                    (key == wanted).then(|| address(value.expr())).flatten()
                });
                named.next()
            }
            None => None,
        };
        // The default is inherited, others are handed over.
        wanted = match next {
            Some(next) => next,
            None if alias.is_empty() => name.to_owned(),
            None => return None,
        };
        let from = Rc::clone(&call.from);
        scope = from;
    }
}

fn of<'t>(env: Env<'_, 't>, block: &Block<'_>) -> Option<Found<'t>> {
    let named = block.attributes.get("provider").and_then(|one: &&Expression| address(one));
    find(env.scope, named.as_deref().unwrap_or("aws"))
}

/// An argument of the provider that an object has.
pub(super) fn argument(env: Env<'_, '_>, block: &Block<'_>, name: &'static str) -> Option<Value> {
    let found = of(env, block)?;
    let value = found.block.attributes.get(name)?;
    Some(found.keep(env, name, value))
}

/// Adds the region and all tags, where the type has them.
pub(super) fn fill(env: Env<'_, '_>, block: &Block<'_>, schema: &Schema, members: &mut Members) {
    let attributes = &schema.entry.block.attributes;
    if schema.entry.regional()
        && !members.contains_key("region")
        && let Some(region) = argument(env, block, "region")
    {
        members.insert(env.world.argument("region"), region);
    }
    if !attributes.contains_key("tags_all") {
        return;
    }
    let mut all = Members::new();
    let own = members.get("tags").cloned().unwrap_or_default();
    let default = default_tags(env, block);
    if let (Value::Map(_), Value::Null) = (&default, &own) {
        members.insert(env.world.argument("tags_all"), default);
        return;
    }
    for tags in [default, own] {
        match tags {
            Value::Map(tags) => {
                all.extend(tags.iter().map(|(name, tag)| (Arc::clone(name), tag.clone())));
            }
            Value::Null => {}
            open => {
                members.insert(
                    env.world.argument("tags_all"),
                    Sym::of("all tags", &[Value::map(all), open]),
                );
                return;
            }
        }
    }
    members.insert(env.world.argument("tags_all"), Value::map(all));
}

fn default_tags(env: Env<'_, '_>, block: &Block<'_>) -> Value {
    let Some(found) = of(env, block) else { return Value::Null };
    let mut blocks = found.block.blocks.iter().filter(|one| one.ident.as_str() == "default_tags");
    let tags = blocks.next().and_then(|one| one.body.get_attribute("tags"));
    tags.map_or(Value::Null, |tags| found.keep(env, "default_tags", &tags.value))
}
