//! Hazards, what they come from, and who has accepted them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::causes::Causes;
use crate::{
    diag::shown,
    hazard::{Hazard, Level},
    inventory::without_keys,
    topology::{Accept, Day},
};

/// A hazard, and what it comes from.
pub(crate) struct Danger {
    pub(crate) hazard: Hazard,
    /// Edits of the topology, by their number.
    pub(crate) edits: BTreeSet<usize>,
    /// Why somebody has accepted it.
    pub(crate) accepted: Option<String>,
}

impl Danger {
    /// A hazard about objects to which nothing happens comes from edits that are nobody's: `rest`.
    pub(super) fn new(hazard: Hazard, causes: &Causes, rest: &BTreeSet<usize>) -> Self {
        let of = |address: &String| causes.of(&hazard.root, address);
        let edits = hazard.addresses.iter().filter_map(of).flat_map(|cause| cause.edits.clone());
        let mut edits: BTreeSet<usize> = edits.collect();
        if edits.is_empty() {
            edits.clone_from(rest);
        }
        Self { edits, accepted: None, hazard }
    }

    /// The block behind the first object that it names.
    pub(crate) fn block(&self) -> Option<Cow<'_, str>> {
        self.hazard.addresses.first().map(|address| without_keys(address))
    }

    pub(crate) fn slug(&self) -> &'static str {
        self.hazard.kind.code.slug
    }

    /// Whether what is accepted is this, whole.
    fn is_covered(&self, accept: &Accept) -> bool {
        let Hazard { root, addresses, .. } = &self.hazard;
        let all = if addresses.is_empty() {
            accept.covers(root, "")
        } else {
            addresses.iter().all(|address| accept.covers(root, address))
        };
        accept.hazard == self.slug() && all
    }
}

/// The worst that nobody has accepted.
pub(crate) fn level(dangers: &[Danger]) -> Level {
    let open = dangers.iter().filter(|danger| danger.accepted.is_none());
    open.map(|danger| danger.hazard.level).max().unwrap_or(Level::Safe)
}

/// Takes into account what is accepted on a day, and says what of it does not count; without a day nothing does.
pub(crate) fn accept(
    dangers: &mut [Danger],
    accepts: &[Accept],
    today: Option<Day>,
) -> Vec<String> {
    let mut notes = Vec::new();
    for accept in accepts {
        let Accept { hazard, resource, reason, until } = accept;
        let said = format!("`[[accept]]` of {hazard} for `{}`", shown(resource).replace('`', "'"));
        let Some(today) = today else {
            notes.push(format!(
                "{said} does not count: nobody says which day it is; `--today` does"
            ));
            continue;
        };
        if *until < today {
            notes.push(format!("{said} counted through {until}, and it is {today}"));
            continue;
        }
        let mut is_used = false;
        for danger in dangers.iter_mut().filter(|danger| danger.is_covered(accept)) {
            is_used = true;
            danger.accepted.get_or_insert_with(|| format!("{} (until {until})", shown(reason)));
        }
        if !is_used {
            notes.push(format!("{said} is about nothing in this change"));
        }
    }
    notes
}
