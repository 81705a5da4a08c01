//! What becomes of the outputs of a root.

use std::collections::{BTreeMap, BTreeSet};

use aws_catalogue::Value as Plain;

use crate::inventory::{Root, Sym, Value};

use super::fate::Fates;
use super::row::Action;
use super::side::{Part, Side, has_open};

/// What happens to an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Output {
    /// It comes, goes, or has another value.
    pub action: Action,
    /// The value is known after the apply, or a part of it.
    pub unknown_after: bool,
}

/// All outputs of a root to which something happens.
pub(super) fn outputs(
    fates: &Fates<'_>,
    root: &str,
    generations: [Option<&Root>; 2],
) -> BTreeMap<String, Output> {
    let names: BTreeSet<&String> =
        generations.iter().flatten().flat_map(|one| one.outputs.keys()).collect();
    let after = |sym: &Sym| fates.part(root, sym);
    let parts: [&dyn Fn(&Sym) -> Part; 2] = [&|_| Part::Kept, &after];
    let value = |name: &str, at: usize| -> Plain {
        let (Some(root_at), Some(part)) = (generations.get(at).copied().flatten(), parts.get(at))
        else {
            return Plain::Null;
        };
        // No object has this address: nothing is inside of an own block.
        let side = Side { root, address: "", part: *part };
        root_at.outputs.get(name).map_or(Plain::Null, |value: &Value| side.value(value))
    };
    let one = |name: &String| {
        let (before, after) = (value(name, 0), value(name, 1));
        let unknown_after = has_open(&after);
        let action = match (before.is_null(), after.is_null()) {
            (true, true) => return None,
            (true, false) => Action::Create,
            (false, true) => Action::Delete,
            (false, false) if before == after && !unknown_after => return None,
            (false, false) => Action::Update,
        };
        Some((name.clone(), Output { action, unknown_after }))
    };
    names.into_iter().filter_map(one).collect()
}

/// The roots whose new outputs a root needs: those that say what it reads, and have not said so before.
pub(super) fn waits_for(
    before: &BTreeMap<String, Root>,
    after: &BTreeMap<String, Root>,
    root: &str,
) -> BTreeSet<String> {
    let says = |all: &BTreeMap<String, Root>, (root, output): &&(String, String)| {
        let said = all.get(root).and_then(|root| root.outputs.get(output));
        said.is_some_and(|value| !value.is_null())
    };
    let needs = after.get(root).into_iter().flat_map(|one| &one.needs);
    let new = needs.filter(|one| one.0 != root && says(after, one) && !says(before, one));
    new.map(|(root, _)| root.clone()).collect()
}
