//! What a mocked provider answers in a root's tests.
//!
//! In: what the root's modules read of what AWS makes up. Out: the block `mock_provider`. Terraform
//! leaves such values unknown while it plans, OpenTofu invents letters where nothing is said, and the
//! provider refuses those as an ARN. OpenTofu also refuses values for what a block sets itself.

use std::collections::BTreeMap;

use hcl::{Block, Expression, expr::Object};
use indexmap::IndexSet;
use serde::Deserialize;

use super::{
    lower, modules,
    reads::{self, Attributes, Reads},
};
use crate::{
    bug::{Bug, bug},
    graph::{Call, Expr},
};

const COMPUTED: &str = include_str!("../../data/computed.toml");

/// By type, then by attribute.
type Types = BTreeMap<String, BTreeMap<String, toml::Value>>;

/// `data/computed.toml`.
#[derive(Deserialize)]
struct Computed {
    resource: Types,
    data: Types,
}

/// What modules read, and what the provider computes of that.
pub(super) struct Mocks<'a> {
    reads: BTreeMap<&'a str, Reads>,
    computed: Computed,
}

impl<'a> Mocks<'a> {
    /// For roots that call no modules but these.
    pub(super) fn new(modules: impl IntoIterator<Item = &'a str>) -> Result<Self, Bug> {
        let read = |dir: &'a str| Ok((dir, reads::reads(modules::folder(dir)?)?));
        Ok(Self {
            reads: modules.into_iter().map(read).collect::<Result<_, Bug>>()?,
            computed: toml::from_str(COMPUTED).map_err(bug)?,
        })
    }

    /// The block. `calls` are those that the tests plan, `region` stands in what belongs to one.
    pub(super) fn block(&self, calls: &[&Call], region: &str) -> Block {
        let reads = calls.iter().filter_map(|call| self.reads.get(call.module.dir));
        let reads: Vec<(&str, &Attributes)> =
            reads.flatten().map(|(kind, own)| (kind.as_str(), own)).collect();
        let hosts = hosts(calls);
        let fill = Fill { region, hosts: &hosts };
        let data = self.computed.data.iter().filter_map(|(name, attributes)| {
            let defaults = fill.defaults(&reads, &format!("data.{name}"), attributes)?;
            Some(mocked("mock_data", name, defaults))
        });
        let resources = self.computed.resource.iter().filter_map(|(name, attributes)| {
            let defaults = fill.defaults(&reads, name, attributes)?;
            Some(mocked("mock_resource", name, defaults))
        });
        Block::builder("mock_provider").add_label("aws").add_blocks(data.chain(resources)).build()
    }
}

fn mocked(kind: &str, name: &str, defaults: Expression) -> Block {
    Block::builder(kind).add_label(name).add_attribute((lower::ident("defaults"), defaults)).build()
}

/// The names that certificates are for: a call's host, and what it is called in each of its regions.
fn hosts(calls: &[&Call]) -> IndexSet<String> {
    let mut hosts = IndexSet::new();
    for call in calls {
        let Some(Expr::Str(host)) = call.inputs.get("host") else { continue };
        hosts.insert(host.clone());
        if let Some(Expr::List(regions)) = call.inputs.get("regions") {
            hosts.extend(regions.iter().filter_map(|region| {
                let Expr::Str(region) = region else { return None };
                Some(format!("{region}.{host}"))
            }));
        }
    }
    hosts
}

/// What made-up values name.
struct Fill<'a> {
    region: &'a str,
    hosts: &'a IndexSet<String>,
}

impl Fill<'_> {
    /// Values for what is read of a type and set by none of its blocks.
    fn defaults(
        &self,
        reads: &[(&str, &Attributes)],
        kind: &str,
        computed: &BTreeMap<String, toml::Value>,
    ) -> Option<Expression> {
        let own = || reads.iter().filter(|(of, _)| *of == kind).map(|(_, own)| own);
        let read = |(name, _): &(&String, &toml::Value)| {
            own().any(|own| own.read.contains(*name)) && !own().any(|own| own.set.contains(*name))
        };
        let entries = computed.iter().filter(read);
        let entries: Object<_, _> =
            entries.map(|(name, value)| (lower::key(name), self.value(value))).collect();
        (!entries.is_empty()).then_some(Expression::Object(entries))
    }

    fn value(&self, value: &toml::Value) -> Expression {
        match value {
            toml::Value::String(text) => lower::string(&text.replace("{region}", self.region)),
            toml::Value::Integer(number) => Expression::Number((*number).into()),
            toml::Value::Boolean(one) => Expression::Bool(*one),
            // Something for each host.
            toml::Value::Array(items) if items.iter().any(names_host) => {
                let named = self
                    .hosts
                    .iter()
                    .flat_map(|host| items.iter().map(move |item| named(item, host)));
                Expression::Array(named.map(|item| self.value(&item)).collect())
            }
            toml::Value::Array(items) => {
                Expression::Array(items.iter().map(|item| self.value(item)).collect())
            }
            toml::Value::Table(entries) => {
                let entries = entries.iter().map(|(key, one)| (lower::key(key), self.value(one)));
                Expression::Object(entries.collect::<Object<_, _>>())
            }
            toml::Value::Float(_) | toml::Value::Datetime(_) => Expression::Null,
        }
    }
}

const HOST: &str = "{host}";

fn names_host(value: &toml::Value) -> bool {
    value.as_table().is_some_and(|entries| {
        entries.values().any(|one| one.as_str().is_some_and(|text| text.contains(HOST)))
    })
}

fn named(value: &toml::Value, host: &str) -> toml::Value {
    if let Some(entries) = value.as_table() {
        let entries = entries.iter().map(|(key, one)| (key.clone(), named(one, host)));
        return toml::Value::Table(entries.collect());
    }
    value.as_str().map_or_else(|| value.clone(), |text| text.replace(HOST, host).into())
}
