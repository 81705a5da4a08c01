//! Objects of resources and data sources: which there are, and what is configured.

use std::sync::Arc;

use aws_catalogue::Kind;
use hcl_edit::expr::Expression;

use super::address::{address, quoted};
use super::body::{Body, Where};
use super::call::{self, Instances};
use super::data;
use super::depends;
use super::instance::Instance;
use super::module::Block;
use super::provider;
use super::scope::{Bound, Env};
use super::symbol::{Hidden, Sym};
use super::value::Value;

/// What belongs to Terraform and not to the type.
const META: [&str; 4] = ["count", "for_each", "depends_on", "provider"];
const META_BLOCKS: [&str; 3] = ["lifecycle", "provisioner", "connection"];

/// One object, a list or a map of them, or something that is not known.
pub(super) fn instances<'t>(
    env: Env<'_, 't>,
    kind: Kind,
    of: &'t str,
    name: &'t str,
    block: &'t Block<'t>,
) -> Value {
    if let Some(also) = block.attributes.get("depends_on") {
        depends::on(env, also);
    }
    depends::around(env);
    let mode = match kind {
        Kind::Resource => "",
        Kind::Data => "data.",
        Kind::Ephemeral => "ephemeral.",
    };
    let base = format!("{}{mode}{of}.{name}", env.scope.prefix);
    let make = |key: &str, bound: Option<(&'static str, Value)>| {
        let bound = bound.map(|(name, value)| Bound { name, value, up: None });
        let env = Env { bound: bound.as_ref(), ..env };
        one(env, kind, of, block, format!("{base}{key}").into())
    };
    match call::wanted(env, block) {
        Instances::One => make("", None),
        Instances::Count(number) => {
            let one = |at| make(&format!("[{at}]"), Some(("count", call::count(at))));
            Value::list((0..number).map(one).collect())
        }
        Instances::Each(keys) => {
            let one = |(key, value): (Arc<str>, Value)| {
                let shown = quoted(&key);
                (Arc::clone(&key), make(&shown, Some(("each", call::each(key, value)))))
            };
            Value::map(keys.into_iter().map(one).collect())
        }
        Instances::Unknown(why) => Sym::of(&base, &[why]),
    }
}

fn one<'t>(
    env: Env<'_, 't>,
    kind: Kind,
    of: &'t str,
    block: &'t Block<'t>,
    address: Arc<str>,
) -> Value {
    let schema = env.world.schemas.get(kind, of);
    let root = Arc::clone(&env.scope.root);
    let whole = Body {
        attributes: block
            .attributes
            .iter()
            .filter(|(name, _)| !META.contains(name))
            .map(|(name, one)| (*name, *one))
            .collect(),
        blocks: block
            .blocks
            .iter()
            .copied()
            .filter(|one| !META_BLOCKS.contains(&one.ident.as_str()))
            .collect(),
    };
    let now = env.world.now(&root, &address);
    let at = Where { schema: schema.as_deref(), root: &root, address: &now };
    let block_schema = schema.as_ref().map(|schema| &schema.entry.block);
    let mut arguments = at.body(env, &whole, block_schema, "", "");
    if let Some(schema) = &schema
        && (of.starts_with("aws_"))
    {
        provider::fill(env, block, schema, &mut arguments);
    }
    let instance = match kind {
        Kind::Resource => Instance::new(root, [address, now], false, schema, arguments),
        Kind::Data => {
            let instance = Instance::new(root, [address, now], true, schema, arguments);
            data::read(env, of, instance, block)
        }
        Kind::Ephemeral => {
            let whole = Value::map(arguments);
            return Sym::hide(&Sym::of(&now, &[whole]), Hidden::Ephemeral);
        }
    };
    Value::Instance(Arc::new(instance))
}

/// What `lifecycle` says of a resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// Terraform refuses to destroy it.
    pub prevent_destroy: bool,
    /// Arguments whose changes Terraform does not see; `all` for all of them.
    pub ignore_changes: Vec<String>,
    /// The new object comes before the old one goes.
    pub create_before_destroy: bool,
    /// What replaces it when it changes.
    pub replace_triggered_by: Vec<String>,
}

impl Lifecycle {
    pub(super) fn read(block: &Block<'_>) -> Self {
        let mut read = Self::default();
        for lifecycle in block.blocks.iter().filter(|one| one.ident.as_str() == "lifecycle") {
            for attribute in lifecycle.body.attributes() {
                let truth = attribute.value.as_bool().unwrap_or_default();
                match attribute.key.as_str() {
                    "prevent_destroy" => read.prevent_destroy = truth,
                    "create_before_destroy" => read.create_before_destroy = truth,
                    "ignore_changes" => read.ignore_changes = names(&attribute.value),
                    "replace_triggered_by" => read.replace_triggered_by = names(&attribute.value),
                    _ => {}
                }
            }
        }
        read
    }
}

fn names(list: &Expression) -> Vec<String> {
    match list.as_array() {
        Some(items) => items
            .iter()
            .map(|one| address(one).unwrap_or_else(|| one.to_string().trim().to_owned()))
            .collect(),
        None => address(list).into_iter().collect(),
    }
}
