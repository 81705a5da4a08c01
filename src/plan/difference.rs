//! Where an object differs from what it was.

use std::collections::BTreeSet;

use aws_catalogue::{Block, Nested, Nesting, Type, Value as Plain};

use crate::inventory::Step;

use super::row::Path;
use super::side;

/// An argument that differs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    pub(super) path: Path,
    pub(super) before: Plain,
    pub(super) after: Plain,
}

impl Difference {
    /// The argument on top.
    pub(super) fn top(&self) -> &str {
        match self.path.first() {
            Some(Step::Key(name)) => name,
            Some(Step::Index(_)) | None => "",
        }
    }

    /// Whether both values are known now.
    pub(super) fn is_known(&self) -> bool {
        side::is_known(&self.before) && side::is_known(&self.after)
    }
}

/// All differences between two objects of a type.
pub(super) fn differences(block: &Block, before: &Plain, after: &Plain) -> Vec<Difference> {
    let mut found = Found { path: Vec::new(), all: Vec::new() };
    found.block(block, before, after);
    found.all
}

struct Found {
    path: Path,
    all: Vec<Difference>,
}

impl Found {
    fn block(&mut self, block: &Block, before: &Plain, after: &Plain) {
        for (name, attribute) in &block.attributes {
            let (old, new) = (before.get(name), after.get(name));
            // What is no longer said stays as AWS has it.
            if new.is_null() && attribute.computed() {
                continue;
            }
            // Nor is it known what AWS has where nothing was said.
            let old = if old.is_null() && attribute.computed() { &Plain::Unknown } else { old };
            self.at(name, |found| found.attribute(&attribute.kind, old, new));
        }
        for (name, nested) in &block.blocks {
            let (old, new) = (before.get(name), after.get(name));
            self.at(name, |found| found.nested(nested, old, new));
        }
    }

    fn at(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.path.push(Step::Key(name.into()));
        inside(self);
        self.path.pop();
    }

    fn attribute(&mut self, kind: &Type, before: &Plain, after: &Plain) {
        let members: BTreeSet<&String> = [before, after]
            .iter()
            .filter_map(|one| one.pairs())
            .flat_map(|one| one.keys())
            .collect();
        match (kind, before, after) {
            (Type::Map(kind), Plain::Map(_), Plain::Map(_)) => {
                for name in members {
                    self.at(name, |found| found.attribute(kind, before.get(name), after.get(name)));
                }
            }
            (Type::Object(kinds), Plain::Map(_), Plain::Map(_)) => {
                for name in members {
                    let kind = kinds.get(name).unwrap_or(&Type::Text);
                    self.at(name, |found| found.attribute(kind, before.get(name), after.get(name)));
                }
            }
            (Type::List(kind), Plain::List(one), Plain::List(two)) if one.len() == two.len() => {
                for (index, (one, two)) in one.iter().zip(two).enumerate() {
                    self.path.push(Step::Index(index));
                    self.attribute(kind, one, two);
                    self.path.pop();
                }
            }
            (Type::Set(_), Plain::List(one), Plain::List(two)) if sorted(one) == sorted(two) => {}
            _ => self.note(before, after),
        }
    }

    fn nested(&mut self, nested: &Nested, before: &Plain, after: &Plain) {
        let (old, new) = (before.items(), after.items());
        if matches!(after, Plain::Unknown | Plain::Text(_)) || old.len() != new.len() {
            return self.note(before, after);
        }
        if nested.nesting == Nesting::Set {
            let is_that = |one: &&Plain| old.iter().any(|old| is_same(&nested.block, old, one));
            if new.iter().filter(is_that).count() < new.len() {
                self.note(before, after);
            }
            return;
        }
        for (index, (one, two)) in old.iter().zip(new).enumerate() {
            self.path.push(Step::Index(index));
            self.block(&nested.block, one, two);
            self.path.pop();
        }
    }

    fn note(&mut self, before: &Plain, after: &Plain) {
        let same = before == after || before.is_absent() && after.is_absent();
        if !same || matches!(after, Plain::Unknown) {
            let (path, before, after) = (self.path.clone(), before.clone(), after.clone());
            self.all.push(Difference { path, before, after });
        }
    }
}

/// Leaves what is no longer said as AWS has it.
pub(super) fn keep(block: &Block, before: &Plain, after: &mut Plain) {
    for (name, attribute) in &block.attributes {
        if attribute.computed() && after.get(name).is_null() && !before.get(name).is_null() {
            after.set(name, before.get(name).clone());
        }
    }
    for (name, nested) in &block.blocks {
        let (old, Plain::List(mut items)) = (before.get(name).items(), after.get(name).clone())
        else {
            continue;
        };
        for (index, item) in items.iter_mut().enumerate() {
            let old = match nested.nesting {
                Nesting::Set => old.iter().find(|old| is_same(&nested.block, old, item)),
                Nesting::List | Nesting::Single => old.get(index),
            };
            if let Some(old) = old {
                keep(&nested.block, old, item);
            }
        }
        after.set(name, Plain::List(items));
    }
}

fn is_same(block: &Block, before: &Plain, after: &Plain) -> bool {
    differences(block, before, after).is_empty()
}

/// Sets have no order.
fn sorted(items: &[Plain]) -> Vec<String> {
    let mut texts: Vec<String> = items.iter().map(|one| format!("{one:?}")).collect();
    texts.sort();
    texts
}
