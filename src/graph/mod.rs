//! The graph of module calls: what the output consists of, before it is cut into roots.
//!
//! A [`Ref`] can only be taken from a [`Handle`], and a handle only from a call that was already
//! added, so the graph has no cycles by construction. No type here can hold raw HCL: text of a
//! topology can become a quoted literal and nothing else.

//! What a block promises of its calls is held here, in release as in tests: the graph keeps the first [`Bug`], and
//! [`Graph::done`] returns it.

mod expr;
mod layer;
mod module;
#[cfg(test)]
mod tests;

use indexmap::{IndexMap, map::Entry};

pub(crate) use self::{
    expr::{CallId, Expr, Ref, Text},
    layer::{Layer, Place, Spread},
    module::{CallName, Leaf, Module, Output, Sample},
};
use crate::{
    aws::RegionName,
    bug::{Bug, bug},
};

/// One `module` block.
#[derive(Debug)]
pub(crate) struct Call {
    /// What is called.
    pub(crate) module: Module,
    /// The block's label within its place; an identifier made from checked names.
    pub(crate) label: String,
    /// Where it belongs.
    pub(crate) place: Place,
    /// Its arguments, in the order in which they are written.
    pub(crate) inputs: Vec<(&'static str, Expr)>,
    /// Calls whose resources must be complete before this one's are made, although it reads nothing
    /// of theirs. They may be anywhere: in another root, the order of applying has to keep it.
    pub(crate) after: Vec<CallId>,
    /// Whether it opens its module's ephemeral resource: tests have to make the whole call up.
    pub(crate) opens: bool,
    /// Outputs that people or other tools want to see.
    pub(crate) published: Vec<&'static str>,
    /// Outputs that a test of the root holds to a value: numbers and texts, in lists and maps.
    pub(crate) promised: Vec<(&'static str, Expr)>,
}

impl Call {
    /// What an input is set to. There are few of them.
    pub(crate) fn input(&self, name: &str) -> Option<&Expr> {
        self.inputs.iter().find(|(input, _)| *input == name).map(|(_, value)| value)
    }

    /// The texts in a list, or the keys of a map, that an input is.
    pub(crate) fn keys(&self, input: &str) -> impl Iterator<Item = &str> {
        let (items, entries) = match self.input(input) {
            Some(Expr::List(items)) => (items.as_slice(), &[][..]),
            Some(Expr::Map(entries)) => (&[][..], entries.as_slice()),
            _ => (&[][..], &[][..]),
        };
        let texts = items.iter().filter_map(Expr::text);
        texts.chain(entries.iter().map(|(key, _)| &**key))
    }

    /// The first key that what is read of it has not.
    fn lacks<'r>(&self, reference: &'r Ref) -> Option<&'r str> {
        let Ref { keys, sample, .. } = reference;
        let has = |level: usize, key: &str| {
            let input = sample.keyed_by.get(level);
            input.is_some_and(|input| self.keys(input).any(|one| one == key))
        };
        let mut keys = keys.iter().map(|key| &**key).enumerate();
        keys.find(|(level, key)| !has(*level, key)).map(|(_, key)| key)
    }
}

/// A call that is in the graph.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handle(CallId);

impl Handle {
    /// An output of the call.
    pub(crate) fn get(self, output: Output) -> Ref {
        Ref::new(self.0, output)
    }
}

/// All calls, in the order in which the blocks added them.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// By place and label.
    calls: IndexMap<(Place, String), Call>,
    /// What the labels begin with, and whether the name of an entry follows.
    kinds: IndexMap<&'static str, bool>,
    /// The first promise that a block broke.
    bug: Option<Bug>,
}

impl Graph {
    /// Starts a call; [`CallBuilder::add`] puts it into the graph.
    pub(crate) fn call(&mut self, name: &CallName) -> CallBuilder<'_> {
        let call = Call {
            module: name.module,
            label: name.label(),
            place: name.place,
            inputs: Vec::new(),
            after: Vec::new(),
            opens: false,
            published: Vec::new(),
            promised: Vec::new(),
        };
        CallBuilder { graph: self, call, kind: name.kind, has_entry: name.has_entry() }
    }

    /// The calls with their ids.
    pub(crate) fn calls(&self) -> impl Iterator<Item = (CallId, &Call)> {
        self.calls.values().enumerate().map(|(index, call)| (CallId(index), call))
    }

    /// A call.
    #[expect(clippy::indexing_slicing, reason = "ids come from this graph, which never shrinks")]
    pub(crate) fn get(&self, id: CallId) -> &Call {
        &self.calls[id.0]
    }

    /// The graph, if every promise was kept.
    pub(crate) fn done(self) -> Result<Self, Bug> {
        match self.bug {
            Some(bug) => Err(bug),
            None => Ok(self),
        }
    }

    fn broken(&mut self, call: &Call, what: &str) {
        let Call { label, place, .. } = call;
        self.bug.get_or_insert_with(|| bug(format!("{label} in {place:?} {what}")));
    }
}

/// A call on its way into the graph.
pub(crate) struct CallBuilder<'g> {
    graph: &'g mut Graph,
    call: Call,
    kind: &'static str,
    has_entry: bool,
}

impl CallBuilder<'_> {
    /// Sets an input.
    pub(crate) fn set(mut self, input: &'static str, value: impl Into<Expr>) -> Self {
        if self.call.input(input).is_some() {
            self.graph.broken(&self.call, &format!("sets {input} twice"));
        }
        self.call.inputs.push((input, value.into()));
        self
    }

    /// Sets an input if there is a value; the module's default holds otherwise.
    pub(crate) fn set_some(self, input: &'static str, value: Option<impl Into<Expr>>) -> Self {
        match value {
            Some(value) => self.set(input, value),
            None => self,
        }
    }

    /// Waits for another call without reading anything of it.
    pub(crate) fn after(mut self, other: Handle) -> Self {
        self.call.after.push(other.0);
        self
    }

    /// Makes an output of the call an output of its root.
    pub(crate) fn publish(mut self, output: Output) -> Self {
        self.own(output);
        self.call.published.push(output.name);
        self
    }

    /// Says that the call opens its module's ephemeral resource.
    pub(crate) fn opens(mut self) -> Self {
        if !self.call.module.ephemeral {
            self.graph.broken(&self.call, "opens what its module does not have");
        }
        self.call.opens = true;
        self
    }

    /// Has a test of the root hold an output of the call to a value: numbers and texts, in lists and
    /// maps. A plan has to know the output.
    pub(crate) fn promise(mut self, output: Output, value: impl Into<Expr>) -> Self {
        self.own(output);
        self.call.promised.push((output.name, value.into()));
        self
    }

    /// Puts the call into the graph.
    pub(crate) fn add(self) -> Handle {
        let Self { graph, call, kind, has_entry } = self;
        graph.kind(&call, kind, has_entry);
        let values = call.inputs.iter().chain(&call.promised).map(|(_, value)| value);
        for value in values {
            value.for_each_ref(&mut |reference| graph.hold(&call, reference));
            if let Some(key) = value.doubled() {
                graph.broken(&call, &format!("has {key} twice in a map"));
            }
        }
        graph.stays(&call);
        let label = (call.place, call.label.clone());
        if graph.calls.contains_key(&label) {
            graph.broken(&call, "is there already");
        }
        // The first one stays: others refer to it.
        let entry = graph.calls.entry(label);
        let id = CallId(entry.index());
        if let Entry::Vacant(free) = entry {
            free.insert(call);
        }
        Handle(id)
    }

    fn own(&mut self, output: Output) {
        if self.call.module != output.module {
            self.graph.broken(&self.call, &format!("has no output {}", output.name));
        }
    }
}

impl Graph {
    /// Holds a kind apart from the others: no name of an entry makes one label out of two.
    fn kind(&mut self, call: &Call, kind: &'static str, has_entry: bool) {
        let begins = |long: &str, (short, has_entry): (&str, bool)| {
            has_entry && long.strip_prefix(short).is_some_and(|rest| rest.starts_with('_'))
        };
        let mut others = self.kinds.iter().map(|(other, has_entry)| (*other, *has_entry));
        let near = others
            .find(|other| begins(kind, *other) || begins(other.0, (kind, has_entry)))
            .map(|(other, _)| format!("could be called like a {other}"));
        if let Some(near) = near {
            self.broken(call, &near);
        }
        *self.kinds.entry(kind).or_default() |= has_entry;
    }

    /// Holds a reference to what it may point to.
    fn hold(&mut self, call: &Call, reference: &Ref) {
        let target = self.get(reference.call);
        let (label, place) = (&target.label, target.place);
        let wrong = if target.module != reference.module {
            format!("reads {} of {label}, which has no such output", reference.output)
        } else if !call.place.may_refer_to(place) {
            format!("refers to {label} in {place:?}")
        } else if let Some(key) = target.lacks(reference) {
            format!("reads {key} in {} of {label}, which has no such key", reference.output)
        } else {
            return;
        };
        self.broken(call, &wrong);
    }

    /// Holds a call whose layer survives the loss of a region that is not its own to that: it makes nothing in one.
    fn stays(&mut self, call: &Call) {
        let own = call.place.region.map(RegionName::as_str);
        if let Some(region) = call.input("region").and_then(Expr::text)
            && call.place.layer.survives
            && own != Some(region)
        {
            self.broken(call, &format!("is in {region}, whose loss it has to survive"));
        }
    }
}
