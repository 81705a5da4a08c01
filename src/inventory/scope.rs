//! What expressions can name: a module as it is called, and what is bound inside an expression.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use hcl_edit::Decorated;
use hcl_edit::expr::TraversalOperator;
use indexmap::IndexSet;

use super::files::Files;
use super::instance::Schemas;
use super::module::{Block, Module};
use super::moved::{Moves, moved};
use super::symbol::{Digest, Sym};
use super::value::Value;

/// What Terraform refuses: a whole value cannot be had then, but `try` goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure(pub(super) String);

/// Refuses.
pub(super) fn failed<T>(why: impl Into<String>) -> Result<T, Failure> {
    Err(Failure(why.into()))
}

/// A value, or a refusal.
pub(super) type Eval = Result<Value, Failure>;

/// The steps behind a name.
pub(super) type Operators<'x> = &'x [Decorated<TraversalOperator>];

/// What a name means with the steps behind it, and how many of those were used.
type Names = for<'t> fn(Env<'_, 't>, &str, Operators<'_>) -> Result<(Value, usize), Failure>;

/// Deeper than anything that people write; the stack that it runs on has room for it.
const DEEPEST: u32 = 1500;

/// One generation of a tree.
pub(super) struct World<'t> {
    pub(super) files: &'t Files,
    pub(super) modules: &'t BTreeMap<String, Module<'t>>,
    pub(super) roots: BTreeMap<&'t str, Rc<Scope<'t>>>,
    /// Filled in once the roots are known.
    pub(super) states: States<'t>,
    /// The next tree, which may have moved things.
    next: Moves<'t>,
    /// Names have expressions as their meaning: what evaluates these is handed what knows those.
    pub(super) names: Names,
    depth: Cell<u32>,
    /// What each value that is being evaluated depends on.
    touched: RefCell<Vec<Touched>>,
    pub(super) schemas: &'t Schemas,
    /// Names of arguments: thousands of objects have the same.
    arguments: RefCell<IndexSet<Arc<str>>>,
    /// Who reads which output of whom: root, root, output.
    reads: RefCell<BTreeSet<[Arc<str>; 3]>>,
}

/// The resources that a value depends on.
#[derive(Default)]
struct Touched {
    all: BTreeSet<Arc<str>>,
    /// Those of other values, which have been taken over: most are asked for many times.
    taken: Vec<Arc<BTreeSet<Arc<str>>>>,
}

/// By the digest of where a state lies, the root whose it is; none if there are several.
pub(super) type States<'t> = BTreeMap<Digest, Option<Rc<Scope<'t>>>>;

/// A module as it is called.
pub(super) struct Scope<'t> {
    pub(super) root: Arc<str>,
    /// Empty, or `module.keys.`
    pub(super) prefix: String,
    pub(super) folder: &'t str,
    pub(super) module: &'t Module<'t>,
    pub(super) call: Option<Call<'t>>,
    kept: RefCell<BTreeMap<Key<'t>, Kept>>,
    calls: RefCell<BTreeMap<&'t str, Rc<Calls<'t>>>>,
    remotes: RefCell<BTreeMap<&'t str, Option<Rc<Self>>>>,
}

/// How a module is called.
pub(super) struct Call<'t> {
    pub(super) from: Rc<Scope<'t>>,
    pub(super) block: &'t Block<'t>,
    /// `each` or `count` inside the call.
    pub(super) bound: Option<(&'static str, Value)>,
}

/// The instances of a call.
pub(super) enum Calls<'t> {
    One(Rc<Scope<'t>>),
    Count(Vec<Rc<Scope<'t>>>),
    Each(BTreeMap<Arc<str>, Rc<Scope<'t>>>),
    /// Which there are is not known, or what is called.
    Unknown(Value),
}

/// What is evaluated once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'t> {
    Variable(&'t str),
    Local(&'t str),
    Output(&'t str),
    Resource(&'t str, &'t str),
    Data(&'t str, &'t str),
    Ephemeral(&'t str, &'t str),
    /// An argument of a provider, by its name, its alias, and that of the argument.
    Provider(&'t str, &'t str, &'static str),
}

#[derive(Clone)]
enum Kept {
    Begun,
    Done(Eval, Arc<BTreeSet<Arc<str>>>),
}

/// What an expression is evaluated in.
#[derive(Clone, Copy)]
pub(super) struct Env<'e, 't> {
    pub(super) world: &'e World<'t>,
    pub(super) scope: &'e Rc<Scope<'t>>,
    pub(super) bound: Option<&'e Bound<'e>>,
}

/// A name with a value, inside an expression or block.
pub(super) struct Bound<'e> {
    pub(super) name: &'e str,
    pub(super) value: Value,
    pub(super) up: Option<&'e Self>,
}

impl<'t> World<'t> {
    pub(super) fn new(
        files: &'t Files,
        modules: &'t BTreeMap<String, Module<'t>>,
        schemas: &'t Schemas,
        next: Moves<'t>,
        names: Names,
    ) -> Self {
        Self {
            files,
            modules,
            roots: BTreeMap::new(),
            states: States::new(),
            next,
            names,
            depth: Cell::new(0),
            touched: RefCell::new(Vec::new()),
            schemas,
            arguments: RefCell::default(),
            reads: RefCell::default(),
        }
    }

    /// The address that something has in the next tree.
    pub(super) fn now(&self, root: &str, address: &Arc<str>) -> Arc<str> {
        let moved = self.next.get(root).and_then(|moves| moved(moves, address));
        moved.map_or_else(|| Arc::clone(address), Arc::from)
    }

    /// Evaluates one level deeper.
    pub(super) fn deeper(&self, evaluate: impl FnOnce() -> Eval) -> Eval {
        let depth = self.depth.get();
        if depth >= DEEPEST {
            return Ok(Sym::unread("nested too deeply"));
        }
        self.depth.set(depth + 1);
        let value = evaluate();
        self.depth.set(depth);
        value
    }

    /// The name of an argument, of which there is one.
    pub(super) fn argument(&self, name: &str) -> Arc<str> {
        let mut known = self.arguments.borrow_mut();
        if let Some(known) = known.get(name) {
            return Arc::clone(known);
        }
        let new = Arc::from(name);
        known.insert(Arc::clone(&new));
        new
    }

    /// Notes that a root reads an output of another one.
    pub(super) fn reads(&self, reader: &Arc<str>, root: &Arc<str>, output: &str) {
        let read = [Arc::clone(reader), Arc::clone(root), output.into()];
        self.reads.borrow_mut().insert(read);
    }

    /// The outputs of others that a root reads: root and output.
    pub(super) fn read_by(&self, reader: &str) -> BTreeSet<(String, String)> {
        let reads = self.reads.borrow();
        let own = reads.iter().filter(|[by, ..]| **by == *reader);
        own.map(|[_, root, output]| (root.as_ref().to_owned(), output.as_ref().to_owned()))
            .collect()
    }

    /// Notes that what is evaluated depends on something.
    pub(super) fn touch(&self, address: impl Into<Arc<str>>) {
        if let Some(top) = self.touched.borrow_mut().last_mut() {
            top.all.insert(address.into());
        }
    }

    /// Notes all that something depends on.
    fn touch_all(&self, addresses: &Arc<BTreeSet<Arc<str>>>) {
        if let Some(top) = self.touched.borrow_mut().last_mut()
            && !addresses.is_empty()
            && !top.taken.iter().any(|taken| Arc::ptr_eq(taken, addresses))
        {
            top.taken.push(Arc::clone(addresses));
            top.all.extend(addresses.iter().cloned());
        }
    }

    /// What something depends on, beside what it comes to.
    pub(super) fn touching<T>(&self, evaluate: impl FnOnce() -> T) -> (T, BTreeSet<Arc<str>>) {
        self.touched.borrow_mut().push(Touched::default());
        let value = evaluate();
        (value, self.touched.borrow_mut().pop().unwrap_or_default().all)
    }
}

impl<'t> Scope<'t> {
    pub(super) fn new(
        root: Arc<str>,
        prefix: String,
        folder: &'t str,
        module: &'t Module<'t>,
        call: Option<Call<'t>>,
    ) -> Rc<Self> {
        let (kept, calls, remotes) = Default::default();
        Rc::new(Self { root, prefix, folder, module, call, kept, calls, remotes })
    }

    /// Evaluates what has not been before.
    pub(super) fn keep(
        &self,
        world: &World<'t>,
        key: Key<'t>,
        evaluate: impl FnOnce() -> Eval,
    ) -> Eval {
        let kept = self.kept.borrow().get(&key).cloned();
        match kept {
            Some(Kept::Done(value, touched)) => {
                world.touch_all(&touched);
                return value;
            }
            Some(Kept::Begun) => return Ok(Sym::unread("it refers to itself")),
            None => {}
        }
        self.kept.borrow_mut().insert(key, Kept::Begun);
        let (value, touched) = world.touching(|| world.deeper(evaluate));
        let touched = Arc::new(touched);
        world.touch_all(&touched);
        self.kept.borrow_mut().insert(key, Kept::Done(value.clone(), touched));
        value
    }

    /// What was noted while something was evaluated.
    pub(super) fn touched(&self, key: Key<'t>) -> Arc<BTreeSet<Arc<str>>> {
        match self.kept.borrow().get(&key) {
            Some(Kept::Done(_, touched)) => Arc::clone(touched),
            Some(Kept::Begun) | None => Arc::default(),
        }
    }

    /// The root whose state is read under a name, found once. While it is looked for it is none.
    pub(super) fn remote(
        &self,
        name: &'t str,
        find: impl FnOnce() -> Option<Rc<Self>>,
    ) -> Option<Rc<Self>> {
        if let Some(known) = self.remotes.borrow().get(name) {
            return known.clone();
        }
        self.remotes.borrow_mut().insert(name, None);
        let found = find();
        self.remotes.borrow_mut().insert(name, found.clone());
        found
    }

    /// The instances of a call, found once.
    pub(super) fn calls(&self, name: &'t str, find: impl FnOnce() -> Calls<'t>) -> Rc<Calls<'t>> {
        let kept = self.calls.borrow().get(name).map(Rc::clone);
        if let Some(kept) = kept {
            return kept;
        }
        // While it is looked for it may not be asked for.
        let begun = Calls::Unknown(Sym::unread("it refers to itself"));
        self.calls.borrow_mut().insert(name, Rc::new(begun));
        let found = Rc::new(find());
        self.calls.borrow_mut().insert(name, Rc::clone(&found));
        found
    }
}

impl<'e> Env<'e, '_> {
    /// The value of a name that is bound here.
    pub(super) fn bound(&self, name: &str) -> Option<&'e Value> {
        let mut next = self.bound;
        while let Some(bound) = next {
            if bound.name == name {
                return Some(&bound.value);
            }
            next = bound.up;
        }
        None
    }
}
