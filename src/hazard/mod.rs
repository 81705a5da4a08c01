//! What of a plan can do harm, and how it is done right.
//!
//! In: two inventories and the plan of one on the other. Out: [`Hazard`]s, the worst first. Each rule is about a mechanism of
//! AWS or of Terraform, and looks at types and arguments: never at what topogen calls things, so that what people have
//! written beside is judged as well.

mod engine;
mod harm;
mod left;
mod loss;
mod object;
#[cfg(test)]
mod tests;
mod traffic;
mod weaker;

pub(crate) use self::harm::{Hazard, Kind, Level};

use self::harm::Changed;
use crate::{inventory::Inventory, plan::Plan};

/// All that is found, the worst first.
pub(crate) fn hazards(before: &Inventory, after: &Inventory, plan: &Plan) -> Vec<Hazard> {
    let changed = Changed { before, after, plan };
    let rules = [loss::found, weaker::found, engine::found, traffic::found, left::found];
    let mut all: Vec<Hazard> = rules.iter().flat_map(|rule| rule(&changed)).collect();
    sort(&mut all);
    all
}

/// The worst first.
pub(crate) fn sort(all: &mut [Hazard]) {
    for one in &mut *all {
        one.addresses.sort();
    }
    all.sort_by(|one, other| {
        let key = |hazard: &Hazard| (hazard.kind, hazard.root.clone(), hazard.addresses.clone());
        other.level.cmp(&one.level).then_with(|| key(one).cmp(&key(other)))
    });
}

/// Every kind of hazard.
pub(crate) fn kinds() -> impl Iterator<Item = &'static Kind> {
    let loss = loss::LOSSES.iter().flat_map(|loss| [&loss.destroyed, &loss.replaced]);
    loss.chain(weaker::KINDS.iter().copied())
        .chain(engine::KINDS.iter().copied())
        .chain(traffic::KINDS.iter().copied())
        .chain(left::KINDS.iter().copied())
}

/// The declared loss of regions is no longer survived.
pub(crate) fn short(lost: &str, missing: u32) -> Hazard {
    let message = format!("after the loss of {lost} too little is left: {missing} missing");
    left::CAPACITY_SHORT.hazard(Level::Dangerous, ".", Vec::new(), message)
}
