//! The rows of a root.

use std::collections::BTreeMap;

use aws_catalogue::Value as Plain;

use crate::inventory::{Resource, without_keys};

use super::fate::Fates;
use super::refusal;
use super::row::{Action, Row};
use super::side::{Part, Side};

/// All objects to which something happens.
pub(super) fn rows(fates: &Fates<'_>, root: &str) -> BTreeMap<String, Row> {
    let Some(after) = fates.root(root) else { return BTreeMap::new() };
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for address in after.resources.keys() {
        let row = fates.row(root, address);
        let shown = |row: &Row| {
            row.action != Action::Nothing || row.previous.is_some() || !row.or.is_empty()
        };
        rows.extend(row.filter(|row| shown(row)).map(|row| (address.clone(), Row::clone(&row))));
    }
    for (old_address, old) in fates.gone(root) {
        // What moves to where nothing is wanted is destroyed there.
        let address = fates.moves(root, old_address);
        let block = without_keys(&address);
        let left = after.removed.iter().find(|removed| is_in(&block, &removed.from));
        let mut row = Row::new(&old.kind, old.region.as_text());
        row.action = match left {
            Some(removed) if !removed.destroy => Action::Forget,
            _ => Action::Delete,
        };
        row.is_refused = row.action == Action::Delete && after.protected.contains(&*block);
        row.is_protected = is_protected(root, &address, row.action, old);
        row.previous = (address != *old_address).then(|| old_address.clone());
        rows.insert(address, row);
    }
    rows
}

/// All that the state of a root that has gone still has. With its code the protections went: only with that it can be destroyed.
pub(super) fn orphans(fates: &Fates<'_>, root: &str) -> BTreeMap<String, Row> {
    let orphan = |(address, old): (&String, &Resource)| {
        let mut row = Row::new(&old.kind, old.region.as_text());
        row.action = Action::Delete;
        row.is_refused = old.lifecycle.prevent_destroy;
        row.is_protected = is_protected(root, address, row.action, old);
        (address.clone(), row)
    };
    fates.gone(root).map(orphan).collect()
}

/// Whether AWS refuses to let an object of the first generation go.
fn is_protected(root: &str, address: &str, action: Action, old: &Resource) -> bool {
    let side = Side { root, address, part: &|_| Part::Kept };
    refusal::is_protected(action, &side.members(&old.arguments), &Plain::Null)
}

/// Whether a block is that of an address, or in its module.
fn is_in(block: &str, address: &str) -> bool {
    block.strip_prefix(address).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
