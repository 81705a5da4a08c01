//! What a tree of Terraform says that there shall be: each object by its address, without Terraform, credentials or network.
//!
//! In: the [`Files`] of one generation of a tree, whoever wrote them. Out: an [`Inventory`]. It reads as Terraform does
//! (override files, calls, variables, `count`, `for_each`, dynamic blocks) and knows no template of topogen's. What it
//! cannot evaluate it does not guess: such a [`Value`] says what it waits for, and two of them are equal if they are the
//! same expression over equal parts. Arguments have the types of the catalogue.
//!
//! A tree is read in three steps. `module` parses each text once and merges what overrides replace. `eval` is the language:
//! it is lazy, every value of a module is kept once it is evaluated, and what Terraform would refuse is a `Failure` until
//! somebody stores it, so that `try` can go on. `resource` and `body` make objects of blocks.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is for one or two of the nine kinds of values, and treats all others alike"
)]

mod address;
mod body;
mod call;
mod compare;
mod computed;
mod convert;
mod data;
mod depends;
mod eval;
mod files;
mod functions;
mod instance;
mod module;
mod moved;
mod number;
mod open;
mod operators;
mod provider;
mod references;
mod remote;
mod resource;
mod root;
mod scope;
mod symbol;
mod value;

use std::collections::BTreeMap;
use std::thread::{Scope, ScopedJoinHandle};

use self::instance::Schemas;
use self::module::Parsed;
use self::moved::Moves;

pub use self::address::without_keys;
pub use self::compare::{Difference, Same, Step};
pub(crate) use self::computed::is_named;
pub use self::files::{Files, is_code};
pub use self::module::{Place, Problem, Texts};
pub use self::moved::Moved;
pub use self::number::Number;
pub use self::resource::Lifecycle;
pub use self::root::{Import, Removed, Resource, Root};
pub use self::symbol::{Hidden, Sym, Wait};
pub use self::value::{Members, Object, Value};

/// Deep expressions of a debug build fit in.
const STACK: usize = 256 << 20;

/// All that a tree says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// By folder; the tree itself is `.`.
    pub roots: BTreeMap<String, Root>,
}

impl Inventory {
    /// Reads one generation. `texts` keeps what was parsed for the next one.
    #[must_use]
    pub fn of(files: &Files, texts: &mut Texts) -> Self {
        let parsed = module::parse(files, texts);
        Self::read(files, &parsed, &texts.schemas, &Moves::new())
    }

    /// Reads two generations: the one before, and the one after. What is not known yet of something hangs on the address that it
    /// has in the second, so that it is the same in both.
    #[must_use]
    pub fn both(before: &Files, after: &Files, texts: &mut Texts) -> [Self; 2] {
        let [old, new] = [before, after].map(|files| module::parse(files, texts));
        if module::moves(&new) {
            let new = Self::read(after, &new, &texts.schemas, &Moves::new());
            let moves = new.roots.iter().map(|(name, root)| (name.as_str(), root.moved.as_slice()));
            let old = Self::read(before, &old, &texts.schemas, &moves.collect());
            return [old, new];
        }
        let none = Moves::new();
        std::thread::scope(|scope| {
            let sides = [(before, &old), (after, &new)];
            sides
                .map(|(files, parsed)| Self::begin(scope, files, parsed, &texts.schemas, &none))
                .map(Self::end)
        })
    }

    /// Whether the files were read at all: what has code has a root.
    #[must_use]
    pub fn is_of(&self, files: &Files) -> bool {
        !self.roots.is_empty() || !files.iter().any(|(path, _)| is_code(path))
    }

    fn read(files: &Files, parsed: &[Parsed], schemas: &Schemas, next: &Moves<'_>) -> Self {
        std::thread::scope(|scope| Self::end(Self::begin(scope, files, parsed, schemas, next)))
    }

    /// Begins to read. How deep an expression is nested is for whoever wrote it to say.
    fn begin<'s, 'e>(
        scope: &'s Scope<'s, 'e>,
        files: &'e Files,
        parsed: &'e [Parsed],
        schemas: &'e Schemas,
        next: &'e Moves<'e>,
    ) -> Option<ScopedJoinHandle<'s, Self>> {
        let read = move || Self::evaluated(files, parsed, schemas, next);
        std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read).ok()
    }

    fn evaluated(files: &Files, parsed: &[Parsed], schemas: &Schemas, next: &Moves<'_>) -> Self {
        let modules = module::modules(parsed);
        Self { roots: root::roots(files, &modules, schemas, next) }
    }

    /// Reads one generation that is not nested deeply, on the thread that asks.
    pub(crate) fn here(files: &Files, texts: &mut Texts) -> Self {
        let parsed = module::parse(files, texts);
        Self::evaluated(files, &parsed, &texts.schemas, &Moves::new())
    }

    fn end(thread: Option<ScopedJoinHandle<'_, Self>>) -> Self {
        thread.and_then(|thread| thread.join().ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_is_told() {
        for name in ["a/b.tf.json", "a/b.tofu", "a/b.tofu.json"] {
            let mut files = Files::default();
            files.insert("a/main.tf", b"provider \"aws\" {\n}\n");
            files.insert(name, b"{}");
            let inventory = Inventory::of(&files, &mut Texts::new());
            let problems = inventory.roots.values().flat_map(|root| &root.problems);
            let told: Vec<&str> = problems.map(|one| one.place.file.as_str()).collect();
            assert_eq!(told, [name]);
        }
    }
}
