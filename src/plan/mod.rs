//! What Terraform would plan of one generation of a tree on what another has made: without Terraform, a state or AWS.
//!
//! Both generations are read by `inventory`. An object of both is compared argument by argument: two expressions over what is
//! not known are equal if they are the same over equal parts, and a part is equal unless this plan changes it. What an
//! argument comes to (replacement, refusal) says the catalogue. What nobody can know before an apply is told as such.

mod difference;
mod fate;
mod judge;
mod order;
mod outputs;
mod refusal;
mod root;
mod row;
mod side;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::Inventory;

pub use self::outputs::Output;
pub use self::row::{Action, Because, Path, Row};

use self::fate::Fates;

/// What is planned, root by root, in an order in which they can be applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The roots of both generations: first those that stay or come, in layers, then those that have gone.
    pub roots: Vec<RootPlan>,
}

/// What is planned in a root.
#[derive(Debug, Clone, PartialEq)]
pub struct RootPlan {
    /// Its folder.
    pub root: String,
    /// Whether it was there, and is.
    pub state: State,
    /// How many roots have to be applied before, one after the other.
    pub layer: usize,
    /// The roots whose new outputs it needs: it cannot be planned before these are applied. Empty: it can be planned now.
    pub waits_for: BTreeSet<String>,
    /// By address. Of a root that has gone, what its state still has.
    pub rows: BTreeMap<String, Row>,
    /// By name.
    pub outputs: BTreeMap<String, Output>,
}

/// Whether a root is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In both generations.
    Kept,
    /// In the second.
    New,
    /// In the first: its code has gone, and its state has not.
    Gone,
}

/// Plans the second generation on what the first has made.
#[must_use]
pub fn plan(before: &Inventory, after: &Inventory) -> Plan {
    let layers = order::layers(after);
    let fates = Fates::new(before, after);
    let mut roots: Vec<RootPlan> = layers
        .into_iter()
        .map(|(root, layer)| RootPlan {
            root: root.to_owned(),
            state: if before.roots.contains_key(root) { State::Kept } else { State::New },
            layer,
            waits_for: outputs::waits_for(&before.roots, &after.roots, root),
            rows: root::rows(&fates, root),
            outputs: outputs::outputs(&fates, root, [before, after].map(|all| all.roots.get(root))),
        })
        .collect();
    let gone = before.roots.keys().filter(|root| !after.roots.contains_key(*root));
    roots.extend(gone.map(|root| RootPlan {
        root: root.clone(),
        state: State::Gone,
        layer: 0,
        waits_for: BTreeSet::new(),
        rows: root::orphans(&fates, root),
        outputs: BTreeMap::new(),
    }));
    Plan { roots }
}
