//! What a mocked provider answers in a root's tests.
//!
//! In: what the root's modules read of what AWS makes up. Out: the block `mock_provider`. Terraform
//! leaves such values unknown while it plans, OpenTofu invents letters where nothing is said, and the
//! provider refuses those as an ARN. OpenTofu also refuses values for what a block sets itself.

mod reads;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use serde::Deserialize;

use self::reads::READS;
use super::write::{Value, Writer};
use crate::{
    bug::{Bug, bug},
    graph::{Call, Expr},
};

const COMPUTED: &str = include_str!("../../../data/computed.toml");

/// By type, then by attribute.
type Types = BTreeMap<String, BTreeMap<String, toml::Value>>;

/// `data/computed.toml`.
#[derive(Deserialize)]
struct Computed {
    resource: Types,
    data: Types,
}

/// What the provider computes.
pub(super) struct Mocks(Computed);

impl Mocks {
    /// Reads it.
    pub(super) fn new() -> Result<Self, Bug> {
        toml::from_str(COMPUTED).map(Self).map_err(bug)
    }

    /// Writes the block. `calls` are those that the tests plan, `region` stands in what belongs to one.
    pub(super) fn write(
        &self,
        calls: &[&Call],
        region: &str,
        file: &mut Writer<'_>,
    ) -> Result<(), Bug> {
        let (data, resources) = reads_of(calls);
        let holes = Fill { region, hosts: &hosts(calls) };
        let mut mocked = Vec::new();
        for (block, read, computed) in
            [("mock_data", data, &self.0.data), ("mock_resource", resources, &self.0.resource)]
        {
            for (kind, attributes) in read {
                mocked.push((block, kind, holes.defaults(&attributes, computed.get(kind))?));
            }
        }
        file.block("mock_provider", "aws", |file| {
            for (block, kind, defaults) in &mocked {
                let entry = [("defaults", Value::Expr(defaults))];
                file.block(block, kind, |file| file.entries(entry.into_iter()));
            }
        });
        Ok(())
    }
}

/// By type, what is read of it.
type Read = BTreeMap<&'static str, Vec<&'static str>>;

/// What the modules of some calls read of data sources, and of resources none of whose blocks sets it.
fn reads_of(calls: &[&Call]) -> (Read, Read) {
    let used: BTreeSet<&str> = calls.iter().map(|call| call.module.dir).collect();
    let used: Vec<_> = READS.iter().filter(|(dir, ..)| used.contains(dir)).collect();
    let set: BTreeSet<&str> = used.iter().flat_map(|(_, _, set)| *set).copied().collect();
    let read: BTreeSet<&str> = used.iter().flat_map(|(_, read, _)| *read).copied().collect();
    let (mut data, mut resources) = (Read::new(), Read::new());
    for (kind, attribute) in read.difference(&set).filter_map(|read| read.rsplit_once('.')) {
        let (of, kind) = match kind.strip_prefix("data.") {
            Some(kind) => (&mut data, kind),
            None => (&mut resources, kind),
        };
        of.entry(kind).or_default().push(attribute);
    }
    (data, resources)
}

/// The names that certificates are for: a call's host, and what it is called in each of its regions.
fn hosts(calls: &[&Call]) -> IndexSet<String> {
    let mut hosts = IndexSet::new();
    for call in calls {
        let Some(Expr::Str(host)) = call.inputs.get("host") else { continue };
        hosts.insert(host.to_string());
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
    /// Values for what is read of a type.
    fn defaults(
        &self,
        read: &[&str],
        computed: Option<&BTreeMap<String, toml::Value>>,
    ) -> Result<Expr, Bug> {
        let value = |name: &&str| {
            let value = computed.and_then(|computed| computed.get(*name));
            let value = value.ok_or_else(|| bug(format!("{name} is not computed")))?;
            Ok(((*name).to_owned(), self.value(value)?))
        };
        Ok(Expr::map(read.iter().map(value).collect::<Result<Vec<_>, Bug>>()?))
    }

    fn value(&self, value: &toml::Value) -> Result<Expr, Bug> {
        Ok(match value {
            toml::Value::String(text) => text.replace("{region}", self.region).into(),
            toml::Value::Integer(number) => u64::try_from(*number).map_err(bug)?.into(),
            toml::Value::Boolean(one) => (*one).into(),
            // Something for each host.
            toml::Value::Array(items) if items.iter().any(names_host) => {
                let hosts = self.hosts.iter();
                let named = hosts.flat_map(|host| items.iter().map(move |it| named(it, host)));
                Expr::List(named.map(|item| self.value(&item)).collect::<Result<_, Bug>>()?)
            }
            toml::Value::Array(items) => {
                Expr::List(items.iter().map(|item| self.value(item)).collect::<Result<_, Bug>>()?)
            }
            toml::Value::Table(entries) => {
                let entries = entries.iter().map(|(key, one)| Ok((key.clone(), self.value(one)?)));
                Expr::map(entries.collect::<Result<Vec<(String, Expr)>, Bug>>()?)
            }
            toml::Value::Float(_) | toml::Value::Datetime(_) => {
                return Err(bug("a made-up value is neither text nor a whole number"));
            }
        })
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

#[cfg(test)]
mod tests;
