//! What the difference of an object comes to.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_catalogue::{Change, Entry, Outcome, Replacement, Value as Plain, facts};

use crate::inventory::{Resource, Step};

use super::difference::{self, Difference};
use super::refusal;
use super::row::{Action, Because, Row};
use super::side;

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
        join(entry, one);
    }
    difference::keep(&entry.block, &before, &mut after);
    let found = difference::differences(&entry.block, &before, &after);
    let (ignored, mut found): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|one| ignores(resource, &one.path));
    for one in &ignored {
        after.set(one.top(), before.get(one.top()).clone());
    }
    if !found.is_empty() || replacing.triggered {
        comes_to(row, entry, resource, [&before, &after], replacing);
        perhaps(row, entry, resource, [&before, &after], replacing, &found);
    }
    if matches!(row.action, Action::Replace { .. }) {
        // A new object has all that is configured.
        found.extend(ignored);
    } else {
        row.ignored = ignored.into_iter().map(|one| one.path).collect();
    }
    if row.action == Action::Nothing {
        return unread(row, resource);
    }
    row.is_protected = refusal::is_protected(row.action, &before, &after);
    row.is_refused = row.action != Action::Update && resource.lifecycle.prevent_destroy;
    if row.action == Action::Update && found.iter().all(|one| one.before == Plain::Unknown) {
        // It may be what AWS has.
        row.because.extend(found.iter().map(|one| because(resource, one.top().to_owned(), None)));
        row.or.push(Action::Nothing);
    }
    for one in found {
        if one.is_known() {
            row.changes.push((one.path, side::shown(one.before), side::shown(one.after)));
        } else {
            row.unknown_after.push(one.path);
        }
    }
}

/// What the differences come to, of which there are some.
fn comes_to(
    row: &mut Row,
    entry: &Entry,
    resource: &Resource,
    sides: [&Plain; 2],
    replacing: Replacing,
) {
    effects(row, entry, resource, sides);
    let replaced = Action::Replace { create_first: replacing.create_first };
    row.action = if replacing.triggered || !row.replace_paths.is_empty() {
        row.because.clear();
        replaced
    } else {
        Action::Update
    };
    row.or = if row.because.is_empty() { Vec::new() } else { vec![replaced] };
}

/// Another function of the same value may come to what it was: what happens without these differences may happen, too.
fn perhaps(
    row: &mut Row,
    entry: &Entry,
    resource: &Resource,
    [before, after]: [&Plain; 2],
    replacing: Replacing,
    found: &[Difference],
) {
    let (open, certain): (Vec<_>, Vec<_>) =
        found.iter().partition(|one| side::may_be_same(&one.before, &one.after));
    if open.is_empty() {
        return;
    }
    let mut without = Row::new(&row.kind, None);
    if !certain.is_empty() || replacing.triggered {
        let mut kept = after.clone();
        for one in &open {
            kept.set(one.top(), before.get(one.top()).clone());
        }
        comes_to(&mut without, entry, resource, [before, &kept], replacing);
    }
    let more: Vec<Action> = std::iter::once(without.action).chain(without.or).collect();
    let more: Vec<Action> =
        more.into_iter().filter(|one| *one != row.action && !row.or.contains(one)).collect();
    if !more.is_empty() {
        row.because.extend(open.iter().map(|one| because(resource, one.top().to_owned(), None)));
        row.or.extend(more);
    }
}

/// Fills in the row of an object that is new: all that is configured.
pub(super) fn create(row: &mut Row, entry: Option<&Entry>, mut object: Plain) {
    row.action = Action::Create;
    if let Some(entry) = entry {
        join(entry, &mut object);
    }
    for (name, value) in object.pairs().into_iter().flatten().filter(|(_, one)| !one.is_null()) {
        let path = vec![Step::Key(name.as_str().into())];
        if side::is_known(value) {
            row.changes.push((path, Plain::Null, side::shown(value.clone())));
        } else {
            row.unknown_after.push(path);
        }
    }
}

/// Fills in the row of an object that AWS has and no state: what of it differs, only AWS knows.
pub(super) fn import(row: &mut Row) {
    row.is_imported = true;
    row.or = vec![Action::Update];
    row.because = vec![Because { path: "id".to_owned(), waits_for: Vec::new(), when: None }];
}

/// What the catalogue says of the change.
fn effects(row: &mut Row, entry: &Entry, resource: &Resource, [before, after]: [&Plain; 2]) {
    let change = Change { prior: before, planned: after, config: after, account: None };
    let known = Replacement::of(&entry.name).ok().flatten();
    for effect in known.map(|known| known.effects(entry, change)).unwrap_or_default() {
        let top = effect.path.split('.').next().unwrap_or(&effect.path).to_owned();
        match effect.outcome {
            Outcome::Replaced if !row.replace_paths.contains(&top) => row.replace_paths.push(top),
            Outcome::Perhaps => row.because.push(because(resource, top, effect.when)),
            Outcome::Replaced | Outcome::Refused => {}
        }
    }
    row.replace_paths.sort();
}

/// What was not read on either side may have another value all the same.
fn unread(row: &mut Row, resource: &Resource) {
    for (name, value) in resource.arguments.iter() {
        let path = vec![Step::Key(Arc::clone(name))];
        let mut is_unread = false;
        value.symbols(&mut |sym| is_unread |= !sym.is_read());
        if is_unread && !ignores(resource, &path) {
            row.because.push(because(resource, name.as_ref().to_owned(), None));
            row.unknown_after.push(path);
        }
    }
    if !row.because.is_empty() {
        row.action = Action::Update;
        row.or = vec![Action::Nothing];
    }
}

fn because(resource: &Resource, top: String, when: Option<String>) -> Because {
    let mut waits_for = BTreeSet::new();
    if let Some(value) = resource.arguments.get(top.as_str()) {
        value.symbols(&mut |sym| waits_for.extend(sym.waits().iter().cloned()));
    }
    Because { path: top, waits_for: waits_for.into_iter().collect(), when }
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

/// Adds to sets what they have of another argument.
fn join(entry: &Entry, object: &mut Plain) {
    for (set, other) in facts::joined(&entry.name) {
        let (mut items, other) = (object.get(set).items().to_vec(), object.get(other).clone());
        if !other.is_null() && !items.contains(&other) {
            items.push(other);
            object.set(set, Plain::List(items));
        }
    }
}

fn ignores(resource: &Resource, steps: &[Step]) -> bool {
    let mut path = String::new();
    for step in steps {
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
