//! The graph of module calls: what the output consists of, before it is cut into roots.
//!
//! A [`Ref`] can only be taken from a [`Handle`], and a handle only from a call that was already
//! added, so the graph has no cycles by construction. No type here can hold raw HCL: text of a
//! topology can become a quoted literal and nothing else.

use indexmap::IndexMap;

use crate::aws::RegionName;

/// A value of a module input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expr {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(u64),
    /// An integer and a half, the only fraction in the output: 2 is 2.5.
    AndHalf(u64),
    /// Text, always written as a quoted literal.
    Str(String),
    /// A list.
    List(Vec<Self>),
    /// A map or object, in this order.
    Map(IndexMap<String, Self>),
    /// An output of another call.
    Ref(Ref),
}

/// A folder of `templates/modules`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Module {
    /// The folder: `service/roles`.
    pub(crate) dir: &'static str,
    /// Whether it has an ephemeral resource. Terraform cannot mock those before 1.16, so they have a
    /// provider of their own, `aws.ephemeral`, which tests leave alone.
    pub(crate) ephemeral: bool,
}

/// An output that a module declares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    module: Module,
    name: &'static str,
    sample: Sample,
}

/// What an output holds, for tests that have to make it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sample {
    /// The value itself, or those of a map.
    pub(crate) leaf: Leaf,
    /// Of a map that is handed on as a whole: the inputs of the call whose lists are its keys, level
    /// by level.
    pub(crate) keyed_by: &'static [&'static str],
}

/// A single value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// Any text.
    Text,
    /// Something that looks like an ARN.
    Arn,
}

impl Module {
    /// The module in a folder of `templates/modules`.
    pub(crate) const fn new(dir: &'static str) -> Self {
        Self { dir, ephemeral: false }
    }

    /// Says that it has an ephemeral resource.
    pub(crate) const fn with_ephemeral(self) -> Self {
        Self { ephemeral: true, ..self }
    }

    /// An output of this module. A test checks that the template declares it. It holds ARNs if it is
    /// named like that, else text.
    pub(crate) const fn output(self, name: &'static str) -> Output {
        let is_arn =
            matches!(name.as_bytes(), [.., b'a', b'r', b'n'] | [.., b'a', b'r', b'n', b's']);
        let leaf = if is_arn { Leaf::Arn } else { Leaf::Text };
        Output { module: self, name, sample: Sample { leaf, keyed_by: &[] } }
    }
}

impl Output {
    /// Says that it is a map, and which inputs have its keys.
    pub(crate) const fn keyed_by(self, inputs: &'static [&'static str]) -> Self {
        Self { sample: Sample { keyed_by: inputs, ..self.sample }, ..self }
    }
}

/// Where a call belongs: the order of states, and the region whose loss it may not survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// Rarely changed things that everything else needs.
    Foundation,
    /// What AWS itself replicates.
    Data,
    /// What one region runs.
    Region(RegionName),
    /// What users reach first.
    Edge,
    /// What watches the edge, or the way from one region to another. It may need any region, so nothing that has to survive is here.
    Monitoring,
}

impl Place {
    /// Whether a call here may refer to a call there: never forwards, never to another region.
    fn may_refer_to(self, other: Self) -> bool {
        match (self, other) {
            (Self::Region(a), Self::Region(b)) => a == b,
            _ => self.depth() >= other.depth(),
        }
    }

    fn depth(self) -> u8 {
        match self {
            Self::Foundation => 0,
            Self::Data => 1,
            Self::Region(_) => 2,
            Self::Edge => 3,
            Self::Monitoring => 4,
        }
    }
}

/// Which call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CallId(usize);

/// An output of a call, or what lies in it under some keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ref {
    /// The call.
    pub(crate) call: CallId,
    /// The output's name.
    pub(crate) output: &'static str,
    /// Keys into the output's value.
    pub(crate) keys: Vec<String>,
    /// What it then holds.
    pub(crate) sample: Sample,
}

impl Ref {
    /// The entry of a map output.
    pub(crate) fn at(mut self, key: impl Into<String>) -> Self {
        self.keys.push(key.into());
        self
    }
}

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
    pub(crate) inputs: IndexMap<&'static str, Expr>,
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

/// A call that is in the graph.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handle {
    id: CallId,
    module: Module,
}

impl Handle {
    /// An output of the call.
    pub(crate) fn get(self, output: Output) -> Ref {
        debug_assert_eq!(self.module, output.module, "an output of another module");
        Ref { call: self.id, output: output.name, keys: Vec::new(), sample: output.sample }
    }
}

/// All calls, in the order in which the blocks added them.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    calls: IndexMap<CallKey, Call>,
}

/// What makes a call unique: its module folder, where it is, and its label.
type CallKey = (&'static str, Place, String);

impl Graph {
    /// Starts a call; [`CallBuilder::add`] puts it into the graph.
    pub(crate) fn call(&mut self, module: Module, label: &str, place: Place) -> CallBuilder<'_> {
        let call = Call {
            module,
            label: label.replace('-', "_"),
            place,
            inputs: IndexMap::new(),
            after: Vec::new(),
            opens: false,
            published: Vec::new(),
            promised: Vec::new(),
        };
        CallBuilder { graph: self, call }
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

    /// The call of `module` with this label and place.
    pub(crate) fn find(&self, module: Module, label: &str, place: Place) -> Option<Handle> {
        let key = (module.dir, place, label.replace('-', "_"));
        self.calls.get_index_of(&key).map(|index| Handle { id: CallId(index), module })
    }
}

/// A call on its way into the graph.
pub(crate) struct CallBuilder<'g> {
    graph: &'g mut Graph,
    call: Call,
}

impl CallBuilder<'_> {
    /// Sets an input.
    pub(crate) fn set(mut self, input: &'static str, value: impl Into<Expr>) -> Self {
        self.call.inputs.insert(input, value.into());
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
        self.call.after.push(other.id);
        self
    }

    /// Makes an output of the call an output of its root.
    pub(crate) fn publish(mut self, output: Output) -> Self {
        debug_assert_eq!(self.call.module, output.module, "an output of another module");
        self.call.published.push(output.name);
        self
    }

    /// Says that the call opens its module's ephemeral resource.
    pub(crate) fn opens(mut self) -> Self {
        debug_assert!(self.call.module.ephemeral, "a module without an ephemeral resource");
        self.call.opens = true;
        self
    }

    /// Has a test of the root hold an output of the call to a value: numbers and texts, in lists and
    /// maps. A plan has to know the output.
    pub(crate) fn promise(mut self, output: Output, value: impl Into<Expr>) -> Self {
        debug_assert_eq!(self.call.module, output.module, "an output of another module");
        self.call.promised.push((output.name, value.into()));
        self
    }

    /// Puts the call into the graph.
    pub(crate) fn add(self) -> Handle {
        let Self { graph, call } = self;
        for value in call.inputs.values() {
            value.for_each_ref(&mut |reference| {
                let target = graph.get(reference.call);
                debug_assert!(
                    call.place.may_refer_to(target.place),
                    "{} in {:?} refers to {} in {:?}",
                    call.label,
                    call.place,
                    target.label,
                    target.place
                );
            });
        }
        let module = call.module;
        let key = (module.dir, call.place, call.label.clone());
        let (index, replaced) = graph.calls.insert_full(key, call);
        debug_assert!(replaced.is_none(), "two calls with one name");
        Handle { id: CallId(index), module }
    }
}

impl Expr {
    /// Visits every reference in the value.
    pub(crate) fn for_each_ref<'e>(&'e self, visit: &mut impl FnMut(&'e Ref)) {
        match self {
            Self::Ref(reference) => visit(reference),
            Self::List(items) => items.iter().for_each(|item| item.for_each_ref(visit)),
            Self::Map(entries) => entries.values().for_each(|value| value.for_each_ref(visit)),
            Self::Bool(_) | Self::Int(_) | Self::AndHalf(_) | Self::Str(_) => {}
        }
    }

    /// A map from pairs.
    pub(crate) fn map<K: Into<String>, V: Into<Self>>(
        entries: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }

    /// A number that is counted in halves.
    pub(crate) fn halves(halves: u32) -> Self {
        let whole = u64::from(halves / 2);
        if halves.is_multiple_of(2) { Self::Int(whole) } else { Self::AndHalf(whole) }
    }

    /// A list.
    pub(crate) fn list<V: Into<Self>>(items: impl IntoIterator<Item = V>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<bool> for Expr {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u32> for Expr {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u64> for Expr {
    fn from(value: u64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Expr {
    fn from(value: &str) -> Self {
        Self::Str(value.to_owned())
    }
}

impl From<String> for Expr {
    fn from(value: String) -> Self {
        Self::Str(value)
    }
}

impl From<RegionName> for Expr {
    fn from(value: RegionName) -> Self {
        Self::from(value.as_str())
    }
}

impl From<Ref> for Expr {
    fn from(value: Ref) -> Self {
        Self::Ref(value)
    }
}

impl<V: Into<Self>> From<Vec<V>> for Expr {
    fn from(value: Vec<V>) -> Self {
        Self::list(value)
    }
}
