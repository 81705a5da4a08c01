//! What the difference of an object comes to.

use aws_catalogue::{Change, Entry, Outcome, Replacement, Value as Plain, facts};

use crate::inventory::{Resource, Step};

use super::difference::{self, Difference};
use super::row::{Action, Row};

/// Whoever replaces what is to be replaced.
#[derive(Debug, Clone, Copy)]
pub(super) struct Replacing {
    /// Something changes that replaces it.
    pub(super) triggered: bool,
    pub(super) create_first: bool,
}

/// Fills in the row of an object that is in both generations.
pub(super) fn judge(
    row: &mut Row,
    entry: &Entry,
    resource: &Resource,
    [mut before, mut after]: [Plain; 2],
    replacing: Replacing,
) {
    for one in [&mut before, &mut after] {
        fill(entry, one);
    }
    let found = difference::differences(&entry.block, &before, &after);
    let (ignored, found): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|one| is_ignored(resource, one));
    for one in &ignored {
        after.set(one.top(), before.get(one.top()).clone());
    }
    row.ignored = ignored.into_iter().map(|one| one.path).collect();
    if found.is_empty() && !replacing.triggered {
        return;
    }
    effects(row, entry, &before, &after);
    row.action = if replacing.triggered || !row.replace_paths.is_empty() {
        Action::Replace { create_first: replacing.create_first }
    } else {
        Action::Update
    };
    row.is_refused = row.action != Action::Update && resource.lifecycle.prevent_destroy;
    for one in found {
        if one.is_known() {
            row.changes.push((one.path, one.before, one.after));
        } else {
            row.unknown_after.push(one.path);
        }
    }
}

/// What the catalogue says of the change.
fn effects(row: &mut Row, entry: &Entry, before: &Plain, after: &Plain) {
    let change = Change { prior: before, planned: after, config: after, account: None };
    let known = Replacement::of(&entry.name).ok().flatten();
    for effect in known.map(|known| known.effects(entry, change)).unwrap_or_default() {
        let top = effect.path.split('.').next().unwrap_or(&effect.path).to_owned();
        match effect.outcome {
            Outcome::Replaced if !row.replace_paths.contains(&top) => row.replace_paths.push(top),
            Outcome::Perhaps => row.or = vec![Action::Replace { create_first: false }],
            Outcome::Replaced | Outcome::Refused => {}
        }
    }
    row.replace_paths.sort();
}

/// Puts in what arguments are that are left out.
fn fill(entry: &Entry, object: &mut Plain) {
    for (path, default) in
        facts::defaults(&entry.name).ok().flatten().into_iter().flat_map(|one| one.of)
    {
        if !path.contains('.') && object.get(&path).is_null() {
            object.set(&path, Plain::from_json(&default));
        }
    }
}

fn is_ignored(resource: &Resource, difference: &Difference) -> bool {
    let mut path = String::new();
    for step in &difference.path {
        match step {
            Step::Key(name) if path.is_empty() => path.push_str(name),
            Step::Key(name) => path = format!("{path}.{name}"),
            Step::Index(index) => path = format!("{path}[{index}]"),
        }
    }
    let is_in = |name: &String| {
        let rest = path.strip_prefix(name.as_str());
        name == "all" || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    resource.lifecycle.ignore_changes.iter().any(is_in)
}
