//! In which order things are planned and made.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::{Inventory, Root, without_keys};

/// The roots, each with how many have to be applied before it, one after the other.
pub(super) fn layers(inventory: &Inventory) -> Vec<(&str, usize)> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for root in inventory.roots.keys() {
        layer(inventory, root, &mut known, 0);
    }
    let mut layers: Vec<(&str, usize)> = known.into_iter().collect();
    layers.sort_by_key(|(_, layer)| *layer);
    layers
}

fn layer<'i>(
    inventory: &'i Inventory,
    name: &'i str,
    known: &mut BTreeMap<&'i str, usize>,
    depth: usize,
) -> usize {
    if let Some(layer) = known.get(name) {
        return *layer;
    }
    // Roots that read each other are somebody's mistake, and have no order.
    if depth > inventory.roots.len() {
        return 0;
    }
    let Some(root) = inventory.roots.get(name) else { return 0 };
    let before = root.reads.iter().filter(|read| read.as_str() != name);
    let before = before.filter(|read| inventory.roots.contains_key(*read));
    let layer = before.map(|read| layer(inventory, read, known, depth + 1) + 1).max().unwrap_or(0);
    known.insert(name, layer);
    layer
}

/// The blocks of a root whose new objects come before the old ones go: where that is written, and what such a one depends on.
pub(super) fn created_first(root: &Root) -> BTreeSet<Cow<'_, str>> {
    let mut needs: BTreeMap<Cow<'_, str>, BTreeSet<Cow<'_, str>>> = BTreeMap::new();
    let mut open: Vec<Cow<'_, str>> = Vec::new();
    for (address, resource) in &root.resources {
        let block = without_keys(address);
        if resource.lifecycle.create_before_destroy {
            open.push(block.clone());
        }
        needs
            .entry(block)
            .or_default()
            .extend(resource.depends_on.iter().map(|one| without_keys(one)));
    }
    let mut found = BTreeSet::new();
    while let Some(block) = open.pop() {
        if found.contains(&block) {
            continue;
        }
        for need in needs.get(&block).into_iter().flatten() {
            if needs.contains_key(need) {
                open.push(need.clone());
            } else {
                let module = format!("{need}.");
                open.extend(needs.keys().filter(|one| one.starts_with(&module)).cloned());
            }
        }
        found.insert(block);
    }
    found
}
