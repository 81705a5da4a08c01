//! What a mocked provider answers in a root's tests.
//!
//! In: what the root's modules read of what AWS makes up. Out: the block `mock_provider`. Terraform
//! leaves such values unknown while it plans, OpenTofu invents letters where nothing is said, and the
//! provider refuses those as an ARN. OpenTofu also refuses values for what a block sets itself.

mod computed;
mod reads;
mod types;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use indexmap::IndexSet;

use self::{
    computed::{DATA, RESOURCES},
    reads::READS,
    types::{MadeUp, find},
};
use super::write::{Value, Writer};
use crate::{
    bug::{Bug, bug},
    graph::{Call, Expr, Text},
};

/// Writes the block. `calls` are those that the tests plan, `region` stands in what belongs to one.
pub(super) fn write(calls: &[&Call], region: &str, file: &mut Writer<'_>) -> Result<(), Bug> {
    let (data, resources) = reads_of(calls);
    let holes = Fill { region, hosts: &hosts(calls) };
    let mut mocked = Vec::new();
    for (block, read, types) in [("mock_data", data, DATA), ("mock_resource", resources, RESOURCES)]
    {
        for (kind, attributes) in read {
            mocked.push((block, kind, holes.defaults(&attributes, find(types, kind))?));
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
        let Some(Expr::Str(host)) = call.input("host") else { continue };
        hosts.insert(host.to_string());
        if let Some(Expr::List(regions)) = call.input("regions") {
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
        read: &[&'static str],
        computed: Option<&&'static [(&'static str, MadeUp)]>,
    ) -> Result<Expr, Bug> {
        let value = |name: &&'static str| {
            let value = computed.and_then(|computed| find(computed, name));
            let value = value.ok_or_else(|| bug(format!("{name} is not computed")))?;
            Ok((*name, self.value(value, "")))
        };
        Ok(Expr::map(read.iter().map(value).collect::<Result<Vec<_>, Bug>>()?))
    }

    fn value(&self, value: &MadeUp, host: &str) -> Expr {
        match value {
            MadeUp::Text(text) => Expr::Str(self.text(text, host)),
            // Something for each host.
            MadeUp::List(items) if host.is_empty() && items.iter().any(names_host) => {
                let hosts = self.hosts.iter();
                Expr::list(hosts.flat_map(|host| items.iter().map(|item| self.value(item, host))))
            }
            MadeUp::List(items) => Expr::list(items.iter().map(|item| self.value(item, host))),
            MadeUp::Map(entries) => {
                Expr::map(entries.iter().map(|(key, one)| (*key, self.value(one, host))))
            }
        }
    }

    fn text(&self, text: &'static str, host: &str) -> Text {
        if !text.contains('{') {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.replace("{region}", self.region).replace(HOST, host))
    }
}

const HOST: &str = "{host}";

fn names_host(value: &MadeUp) -> bool {
    match value {
        MadeUp::Text(text) => text.contains(HOST),
        MadeUp::List(items) => items.iter().any(names_host),
        MadeUp::Map(entries) => entries.iter().any(|(_, one)| names_host(one)),
    }
}

#[cfg(test)]
mod tests;
