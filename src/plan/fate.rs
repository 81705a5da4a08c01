//! What becomes of each object, found once, when somebody asks.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use aws_catalogue::{Catalogue, Entry, Kind, facts};

use crate::inventory::{self, Inventory, Resource, Root, Step, Sym, Wait, without_keys};

use super::judge::{self, Replacing};
use super::order;
use super::row::{Action, Row};
use super::side::{Part, Side};

/// A root and an address in it.
type At<'i> = (&'i str, &'i str);

/// Both generations, and what is known of the way from one to the other.
pub(super) struct Fates<'i> {
    before: &'i Inventory,
    after: &'i Inventory,
    /// By root: the address that an object of the first generation has in the second.
    moved: BTreeMap<&'i str, BTreeMap<String, &'i str>>,
    created_first: BTreeMap<&'i str, BTreeSet<Cow<'i, str>>>,
    entries: RefCell<BTreeMap<&'i str, Option<Rc<Entry>>>>,
    /// By root and address; none while it is being found.
    rows: RefCell<BTreeMap<At<'i>, Option<Rc<Row>>>>,
}

impl<'i> Fates<'i> {
    pub(super) fn new(before: &'i Inventory, after: &'i Inventory) -> Self {
        let mut moved = BTreeMap::new();
        let mut created_first = BTreeMap::new();
        for (name, root) in &after.roots {
            created_first.insert(name.as_str(), order::created_first(root));
            if let Some(old) = before.roots.get(name) {
                moved.insert(name.as_str(), addresses(old, root));
            }
        }
        let (entries, rows) = (RefCell::default(), RefCell::default());
        Self { before, after, moved, created_first, entries, rows }
    }

    pub(super) fn root(&self, name: &str) -> Option<&'i Root> {
        self.after.roots.get(name)
    }

    /// The object of the first generation that has an address in the second, and the address that it had.
    pub(super) fn old(&self, root: &str, address: &str) -> Option<(&'i str, &'i Resource)> {
        let old = *self.moved.get(root)?.get(address)?;
        Some((old, self.before.roots.get(root)?.resources.get(old)?))
    }

    /// Where something of the first generation is in the second, whether it is wanted there or not.
    pub(super) fn moves(&self, root: &str, old: &str) -> String {
        let roots = self.before.roots.get(root).zip(self.after.roots.get(root));
        let moved = roots.and_then(|(before, after)| moves(before, after, old));
        moved.unwrap_or_else(|| old.to_owned())
    }

    /// The addresses of the first generation that have none in the second.
    pub(super) fn gone(&self, root: &str) -> impl Iterator<Item = (&'i String, &'i Resource)> {
        let kept: BTreeSet<&str> =
            self.moved.get(root).into_iter().flatten().map(|(_, old)| *old).collect();
        let after = self.after.roots.get(root);
        let old = self.before.roots.get(root).into_iter().flat_map(|root| &root.resources);
        let stays = move |address: &str| kept.contains(address) && after.is_some();
        old.filter(move |(address, _)| !stays(address))
    }

    pub(super) fn created_first(&self, root: &str, address: &str) -> bool {
        let blocks = self.created_first.get(root);
        blocks.is_some_and(|blocks| blocks.contains(&*without_keys(address)))
    }

    /// What the catalogue knows of a type.
    fn entry(&self, kind: &'i str) -> Option<Rc<Entry>> {
        let mut entries = self.entries.borrow_mut();
        let read = || Catalogue::new().entry(Kind::Resource, kind).ok().map(Rc::new);
        entries.entry(kind).or_insert_with(read).clone()
    }

    /// The row of an object of the second generation.
    pub(super) fn row(&self, root: &str, address: &str) -> Option<Rc<Row>> {
        if let Some(known) = self.rows.borrow().get(&(root, address)) {
            return known.clone();
        }
        let (root, all) = self.after.roots.get_key_value(root)?;
        let (address, resource) = all.resources.get_key_value(address)?;
        let key = (root.as_str(), address.as_str());
        // Whoever asks again while it is being found, asks in a circle, which Terraform has not.
        self.rows.borrow_mut().insert(key, None);
        let row = Rc::new(self.judged(root, address, resource));
        self.rows.borrow_mut().insert(key, Some(Rc::clone(&row)));
        Some(row)
    }

    fn judged(&self, root: &str, address: &str, resource: &'i Resource) -> Row {
        let mut row = Row::new(&resource.kind, resource.region.as_text());
        let of = |sym: &Sym| self.part(root, sym);
        let after = Side { root, address, part: &of };
        let Some((old_address, old)) = self.old(root, address) else {
            if self.is_imported(root, address) {
                judge::import(&mut row);
            } else {
                let entry = self.entry(&resource.kind);
                let object = after.members(&resource.arguments);
                judge::create(&mut row, entry.as_deref(), object);
            }
            return row;
        };
        row.previous = (old_address != address).then(|| old_address.to_owned());
        let Some(entry) = self.entry(&resource.kind) else {
            // Nothing is known of the type.
            let same = old.arguments == resource.arguments;
            row.action = if same { Action::Nothing } else { Action::Update };
            return row;
        };
        let replacing = Replacing {
            triggered: self.triggered(root, address, resource),
            create_first: self.created_first(root, address),
        };
        if !replacing.triggered && self.is_still(root, old, resource) {
            return row;
        }
        let before = Side { root, address, part: &|_| Part::Kept };
        let sides = [before.members(&old.arguments), after.members(&resource.arguments)];
        judge::judge(&mut row, &entry, resource, sides, replacing);
        row
    }

    fn is_imported(&self, root: &str, address: &str) -> bool {
        let imports = self.root(root).map(|root| root.imports.as_slice()).unwrap_or_default();
        imports.iter().any(|import| import.to.as_deref() == Some(address))
    }

    /// Whether everything is what it was: most objects need not be looked at more closely.
    fn is_still(&self, root: &str, old: &Resource, new: &Resource) -> bool {
        if old.arguments != new.arguments {
            return false;
        }
        let mut still = true;
        for value in new.arguments.values() {
            value.symbols(&mut |sym| {
                still = still && sym.is_read() && self.part(root, sym) == Part::Kept;
            });
        }
        still
    }

    /// Whether something changes that replaces it.
    fn triggered(&self, root: &str, address: &str, resource: &Resource) -> bool {
        let at = address.rfind(&format!("{}.", resource.kind));
        let module = at.and_then(|at| address.get(..at)).unwrap_or_default();
        resource.lifecycle.replace_triggered_by.iter().any(|name| {
            let target = format!("{module}{name}");
            let row = self.row(root, &target).or_else(|| {
                let (target, _) = target.rsplit_once('.')?;
                self.row(root, target)
            });
            row.is_some_and(|row| row.action != Action::Nothing)
        })
    }

    /// What an expression of a root comes to.
    pub(super) fn part(&self, root: &str, sym: &Sym) -> Part {
        sym.waits().iter().map(|wait| self.wait(root, wait)).max().unwrap_or(Part::Kept)
    }

    /// Whether the name of an object alone decides what an attribute is.
    fn is_named(&self, root: &str, address: &str, path: &str) -> bool {
        let resource = self.root(root).and_then(|root| root.resources.get(address));
        resource.is_some_and(|one| inventory::is_named(&one.kind, path, &one.arguments))
    }

    /// Whether anything happens to an object of a block, or in a module.
    fn is_pending(&self, root: &str, block: &str) -> bool {
        let all = self.root(root).into_iter().flat_map(|root| root.resources.keys());
        let is_of = |address: &&String| {
            let rest = without_keys(address);
            rest.strip_prefix(block).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        all.filter(is_of)
            .filter_map(|address| self.row(root, address))
            .any(|row| row.action != Action::Nothing)
    }

    fn wait(&self, reader: &str, wait: &Wait) -> Part {
        if let Wait::Pending { root, address } = wait {
            let is_pending = reader == &**root && self.is_pending(root, address);
            return if is_pending { Part::Open } else { Part::Kept };
        }
        let Wait::Attribute { root, address, path } = wait else { return Part::Kept };
        let Some(row) = self.row(root, address) else { return Part::Kept };
        let changed = if reader == &**root {
            Part::Open
        } else if self.is_named(root, address, path) {
            // What is read after the apply is what the name makes it, whoever has the name.
            Part::Kept
        } else {
            Part::Other
        };
        match row.action {
            Action::Create | Action::Replace { .. } => changed,
            Action::Update if recomputed(&row, path) => changed,
            Action::Update | Action::Nothing | Action::Delete | Action::Forget => Part::Kept,
        }
    }
}

/// Whether an attribute has another value when that changes of an object which changes.
fn recomputed(row: &Row, path: &str) -> bool {
    let head = path.split('.').next().unwrap_or(path);
    let changes = |one: &&str| {
        let mut paths = row.changes.iter().map(|(path, ..)| path).chain(&row.unknown_after);
        paths.any(|path| matches!(path.first(), Some(Step::Key(name)) if **name == **one))
    };
    facts::recomputed(&row.kind).contains(&head)
        || facts::renewed(&row.kind).any(|(one, when)| one == head && when.iter().any(changes))
}

/// By the address in the second generation, the one in the first.
fn addresses<'i>(before: &'i Root, after: &'i Root) -> BTreeMap<String, &'i str> {
    let mut found = BTreeMap::new();
    for old in before.resources.keys() {
        let new = moves(before, after, old).unwrap_or_else(|| old.clone());
        if after.resources.contains_key(&new) {
            found.insert(new, old.as_str());
        }
    }
    found
}

/// Where something moves to; nothing moves to where something is.
fn moves(before: &Root, after: &Root, old: &str) -> Option<String> {
    after.moved(old).filter(|moved| !before.resources.contains_key(moved))
}
