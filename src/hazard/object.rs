//! What rules ask of objects.

use std::collections::BTreeMap;

use crate::inventory::{Inventory, Resource, Value, without_keys};
use crate::plan::{Action, RootPlan, Row, State};

use super::harm::{Changed, Hazard, Kind, Level};
use crate::diag::shown;

/// An object with its row, in a root that has code.
pub(super) struct Object<'c> {
    pub(super) root: &'c str,
    pub(super) address: &'c str,
    pub(super) row: &'c Row,
    /// What it was.
    pub(super) before: Option<&'c Resource>,
    /// What it is to be.
    pub(super) after: Option<&'c Resource>,
}

impl Changed<'_> {
    /// All objects of roots that have code.
    pub(super) fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        let roots = self.plan.roots.iter().filter(|root| root.state != State::Gone);
        roots.flat_map(|root: &RootPlan| {
            root.rows.iter().map(|(address, row)| {
                let old = row.previous.as_deref().unwrap_or(address);
                Object {
                    root: &root.root,
                    address,
                    row,
                    before: resource(self.before, &root.root, old),
                    after: resource(self.after, &root.root, address),
                }
            })
        })
    }

    /// Objects that are in both, each with its address in the second.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&str, &str, &Resource, &Resource)> {
        self.after.roots.iter().flat_map(move |(name, root)| {
            let rows = self.plan.roots.iter().find(|one| one.root == *name).map(|one| &one.rows);
            root.resources.iter().filter_map(move |(address, after)| {
                let row = rows.and_then(|rows| rows.get(address));
                let old = row.and_then(|row| row.previous.as_deref()).unwrap_or(address);
                let stays =
                    row.is_none_or(|row| matches!(row.action, Action::Nothing | Action::Update));
                let before = resource(self.before, name, old).filter(|_| stays)?;
                Some((name.as_str(), address.as_str(), before, after))
            })
        })
    }
}

impl Object<'_> {
    /// Whether it is destroyed, and another is made or not.
    pub(super) fn is_destroyed(&self) -> bool {
        matches!(self.row.action, Action::Delete | Action::Replace { .. })
    }

    /// Whether only an apply tells that it is.
    pub(super) fn may_be_replaced(&self) -> bool {
        self.row.or.iter().any(|one| matches!(one, Action::Replace { .. }))
    }

    pub(super) fn is_replaced(&self) -> bool {
        matches!(self.row.action, Action::Replace { .. })
    }
}

fn resource<'i>(inventory: &'i Inventory, root: &str, address: &str) -> Option<&'i Resource> {
    inventory.roots.get(root)?.resources.get(address)
}

/// A value inside an object, through blocks of which there is one: `point_in_time_recovery.enabled`.
pub(super) fn value<'r>(resource: &'r Resource, path: &str) -> Option<&'r Value> {
    let mut names = path.split('.');
    let mut value = resource.arguments.get(names.next()?)?;
    for name in names {
        if let Value::List(items) | Value::Set(items) = value {
            value = items.first()?;
        }
        let Value::Map(members) = value else { return None };
        value = members.get(name)?;
    }
    Some(value)
}

pub(super) fn text<'r>(resource: &'r Resource, path: &str) -> Option<&'r str> {
    value(resource, path)?.as_text()
}

pub(super) fn truth(resource: &Resource, path: &str) -> Option<bool> {
    if let Some(Value::Bool(one)) = value(resource, path) { Some(*one) } else { None }
}

pub(super) fn number(resource: &Resource, path: &str) -> Option<i64> {
    let Value::Number(one) = value(resource, path)? else { return None };
    one.to_string().parse().ok()
}

/// How many blocks of a name there are, if all are known.
pub(super) fn count(resource: &Resource, path: &str) -> Option<usize> {
    match value(resource, path) {
        None => Some(0),
        Some(Value::List(items) | Value::Set(items)) => Some(items.len()),
        Some(_) => None,
    }
}

/// The module that an object is in, without keys: empty for the root.
pub(super) fn module(address: &str) -> String {
    let block = without_keys(address);
    let mut parts: Vec<&str> = block.split('.').collect();
    parts.truncate(parts.len().saturating_sub(2));
    parts.join(".")
}

/// What people call an object: its own name, or else its address.
pub(super) fn name(resource: Option<&Resource>, address: &str) -> String {
    const NAMES: [&str; 10] = [
        "name",
        "bucket",
        "global_cluster_identifier",
        "cluster_identifier",
        "identifier",
        "domain_name",
        "family",
        "fqdn",
        "description",
        "cidr_block",
    ];
    let own = resource.and_then(|one| NAMES.iter().find_map(|name| text(one, name)));
    // It stands between marks of code.
    own.map_or_else(|| address.to_owned(), shown).replace('`', "'")
}

/// The region of an object in words: ` in eu-west-1`; nothing where it has none.
pub(super) fn place(row: &Row) -> String {
    row.region.as_ref().map(|region| format!(" in {region}")).unwrap_or_default()
}

/// What is found, by what it is about: a kind of harm to one block of a root is one hazard.
#[derive(Default)]
pub(super) struct Found<'c>(BTreeMap<Group<'c>, Vec<(String, String)>>);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Group<'c> {
    kind: &'static Kind,
    level: Level,
    root: &'c str,
    block: String,
}

impl<'c> Found<'c> {
    /// Notes an object and what happens to it.
    pub(super) fn note(
        &mut self,
        kind: &'static Kind,
        level: Level,
        (root, address): (&'c str, &str),
        message: String,
    ) {
        let group = Group { kind, level, root, block: without_keys(address).into_owned() };
        self.0.entry(group).or_default().push((address.to_owned(), message));
    }

    pub(super) fn end(self) -> Vec<Hazard> {
        let hazard = |(group, objects): (Group<'_>, Vec<(String, String)>)| {
            let first = objects.first().map(|(_, message)| message.clone()).unwrap_or_default();
            let message = match objects.len() {
                0 | 1 => first,
                all => format!("{first}, and {} more", all - 1),
            };
            let addresses = objects.into_iter().map(|(address, _)| address).collect();
            group.kind.hazard(group.level, group.root, addresses, message)
        };
        self.0.into_iter().map(hazard).collect()
    }
}
